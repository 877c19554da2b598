import { BlockedError } from '../errors/migration.ts';
import { parseReferenceKey, referenceKey } from '../model/reference.ts';
import type { Reference } from '../model/reference.ts';
import type { Mappings } from '../model/spec.ts';
import { remembering } from '../openstack/remember.ts';
import { readdressed } from '../resources/readdressed.ts';
import { kindOf } from '../resources/registry.ts';
import { keyOf } from '../resources/resource-kind.ts';
import type { Clouds, Resource, ResourceKind } from '../resources/resource-kind.ts';
import { CLOUD_REQUESTS, mapBounded } from './bounded.ts';
import { isMapped } from './match.ts';
import type { Node } from './node.ts';
import { siftOrphans } from './orphans.ts';
import type { Sifted } from './orphans.ts';

/** Where a closure begins. */
export interface Root {
  readonly kind: ResourceKind;
  readonly resource: Resource;
  /** Nobody asked for this one: it was come across. */
  readonly found?: true;
}

/** `concerns` tells what is referenced and no longer there. */
export type Closure = Sifted;

/**
 * Everything the roots need, directly or not, and what comes along with that. The dependencies of a mapped resource are not
 * followed: what it is mapped to has its own.
 */
export async function closureOf(
  clouds: Clouds,
  roots: readonly Root[],
  mappings: Mappings,
): Promise<Closure> {
  const { source } = clouds;
  // A thousand servers ask in the same words for the networks, floating IPs and flavors that they share.
  const recalling = { ...clouds, source: remembering(source) };
  const nodes = new Map<string, Node>();
  const first = new Map(roots.map((root) => [keyOf(root.kind, root.resource), root]));
  const seen = new Set(first.keys());
  let frontier = [...first.values()];
  while (frontier.length > 0) {
    const wanted = new Map<string, Reference>();
    await mapBounded(frontier, CLOUD_REQUESTS, async ({ kind, resource: was }) => {
      const resource = readdressed(kind, was, mappings);
      const mapped = isMapped(mappings, kind, resource);
      const references = mapped ? [] : await kind.references(recalling.source, was, mappings);
      const companions = mapped ? [] : ((await kind.companions?.(recalling, was)) ?? []);
      const key = keyOf(kind, resource);
      const needs = [...new Set(references.map(referenceKey))].filter((each) => each !== key);
      nodes.set(key, {
        key,
        kind,
        resource,
        ...(resource === was ? {} : { was }),
        needs,
        companions: companions.map(referenceKey),
        dependsOn: ordered(kind, needs),
      });
      for (const each of [...references, ...companions]) {
        if (!seen.has(referenceKey(each))) wanted.set(referenceKey(each), each);
      }
    });
    for (const key of wanted.keys()) seen.add(key);
    const fetched = await mapBounded([...wanted.values()], CLOUD_REQUESTS, async (each) => {
      const kind = kindOf(each.kind);
      const resource = await kind.get(recalling.source, each.id);
      return resource === undefined ? [] : [{ kind, resource }];
    });
    frontier = fetched.flat();
  }
  const asked = [...first].flatMap(([key, { found }]) => (found === true ? [] : [key]));
  const sifted = siftOrphans(source, nodes, asked);
  return { ...sifted, nodes: inOrder(withMentioned(sifted.nodes, mappings)) };
}

/** With what goes first in a project before all that the project has: a quota raised too late is none. */
function inOrder(nodes: ReadonlyMap<string, Node>): ReadonlyMap<string, Node> {
  const first = new Map<string, Node[]>();
  for (const node of nodes.values()) {
    const project = node.kind.goesFirst === true ? node.kind.project?.(node.resource) : undefined;
    if (project !== undefined) first.set(project, [...(first.get(project) ?? []), node]);
  }
  if (first.size === 0) return nodes;
  return new Map(
    [...nodes].map(([key, node]) => {
      const project =
        node.kind.goesFirst === true ? '' : (node.kind.project?.(node.resource) ?? '');
      const before = (first.get(project) ?? []).map((each) => each.key);
      return [key, { ...node, dependsOn: [...node.dependsOn, ...before] }];
    }),
  );
}

/** What is mentioned orders, and is shared, as what is needed: if it is there at all. */
function withMentioned(
  nodes: ReadonlyMap<string, Node>,
  mappings: Mappings,
): ReadonlyMap<string, Node> {
  const completed = [...nodes.values()].map((node): Node => {
    const { kind, resource } = node;
    const mapped = isMapped(mappings, kind, resource);
    const mentioned = mapped ? [] : (kind.mentions?.(resource) ?? []);
    const also = mentioned
      .map(referenceKey)
      .filter((key) => nodes.has(key) && !node.needs.includes(key));
    if (also.length === 0) return node;
    const needs = [...node.needs, ...also];
    return { ...node, needs, dependsOn: ordered(kind, needs) };
  });
  return new Map(completed.map((node) => [node.key, node]));
}

/** What is needed of kinds that the kind does not depend on (other groups' rules) orders nothing. */
function ordered(kind: ResourceKind, needs: readonly string[]): string[] {
  return needs.filter((key) => kind.dependsOn.includes(parseReferenceKey(key).kind));
}

/** The nodes in levels: what a node depends on lies in a level before its own. */
export function levelsOf(nodes: ReadonlyMap<string, Node>): Node[][] {
  const level = new Map<string, number>();
  const visit = (node: Node, path: readonly string[]): number => {
    const known = level.get(node.key);
    if (known !== undefined) return known;
    if (path.includes(node.key)) {
      throw new BlockedError(`These depend on each other: ${[...path, node.key].join(' → ')}.`);
    }
    const below = node.dependsOn.flatMap((key) => nodes.get(key) ?? []);
    const own = Math.max(-1, ...below.map((each) => visit(each, [...path, node.key]))) + 1;
    level.set(node.key, own);
    return own;
  };
  const levels: Node[][] = [];
  for (const node of nodes.values()) (levels[visit(node, [])] ??= []).push(node);
  return levels;
}
