import type { Concern } from '../model/concern.ts';
import { count } from '../model/count.ts';
import { few } from '../model/few.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { titleOf } from '../resources/resource-kind.ts';
import { mappingLine } from './mapping-line.ts';
import type { Node } from './node.ts';
import { reachable } from './reachable.ts';

/** Of the orphans, so many are named. */
const FEW = 5;

export interface Sifted {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly concerns: readonly Concern[];
}

/**
 * Parts what needs something that the source no longer has: what was asked for is a blocker; what `strategy: all` only came across
 * (the security group of a project deleted years ago) is left out, and told.
 */
export function siftOrphans(
  source: Cloud,
  nodes: ReadonlyMap<string, Node>,
  asked: readonly string[],
): Sifted {
  const broken = brokenOf(nodes);
  if (broken.size === 0) return { nodes, concerns: [] };
  const required = reachable(nodes, asked);
  const orphans = [...broken.keys()].filter((key) => !required.has(key));
  const left = new Map([...nodes].filter(([key]) => required.has(key) || !broken.has(key)));
  const blockers = [...broken].flatMap(([key, missing]) => {
    const node = nodes.get(key);
    const tells = node !== undefined && missing.isDirect && required.has(key);
    return tells ? [blocker(source, node, missing.key)] : [];
  });
  const told = orphans.flatMap((key) => nodes.get(key) ?? []);
  const concerns = told.length === 0 ? blockers : [...blockers, leftOut(source, told)];
  return { nodes: without(left, new Set(orphans)), concerns };
}

interface Missing {
  readonly key: string;
  readonly isDirect: boolean;
}

/** Nodes that need what is not there, themselves or through others. */
function brokenOf(nodes: ReadonlyMap<string, Node>): Map<string, Missing> {
  const users = new Map<string, string[]>();
  const broken = new Map<string, Missing>();
  for (const { key, needs } of nodes.values()) {
    for (const each of needs) {
      users.set(each, [...(users.get(each) ?? []), key]);
      if (!nodes.has(each)) broken.set(key, { key: each, isDirect: true });
    }
  }
  const open = [...broken];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [key, { key: missing }] = next;
    for (const user of users.get(key) ?? []) {
      if (broken.has(user)) continue;
      const through = { key: missing, isDirect: false };
      broken.set(user, through);
      open.push([user, through]);
    }
  }
  return broken;
}

/** Companions of what stays may be gone with their own needs. */
function without(
  nodes: ReadonlyMap<string, Node>,
  orphans: ReadonlySet<string>,
): Map<string, Node> {
  return new Map(
    [...nodes].map(([key, node]) => [
      key,
      { ...node, companions: node.companions.filter((each) => !orphans.has(each)) },
    ]),
  );
}

function blocker(source: Cloud, node: Node, key: string): Concern {
  const { kind, id } = parseReferenceKey(key);
  return {
    severity: 'blocker',
    code: 'missing-dependency',
    subject: key,
    message: `${titleOf(node.kind, node.resource)} needs ${kind} ${id}, which ${source.name} no longer has.`,
    remedy: remedyFor(node),
  };
}

function remedyFor({ kind, resource }: Node): string {
  const line = mappingLine(kind, resource);
  return line === undefined
    ? 'Leave out what needs it.'
    : `Leave out what needs it, or map what needs it in the spec: ${line}.`;
}

/** All in one: an old cloud has hundreds. */
function leftOut(source: Cloud, orphans: readonly Node[]): Concern {
  const kinds = [...new Set(orphans.map(({ kind }) => kind.kind))].map(
    (kind) => `${orphans.filter((each) => each.kind.kind === kind).length} ${kind}`,
  );
  const keys = orphans.map(({ key }) => key);
  return {
    severity: 'warning',
    code: 'orphans',
    subject: source.name,
    message: `${source.name}: ${count(orphans.length, 'resource')} (${kinds.join(', ')}) belong to what was deleted, as a project: they are left out (${few(keys, FEW)}).`,
    remedy: 'Remove them from the source where nobody needs them.',
  };
}
