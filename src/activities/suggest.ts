import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import { isPattern } from '../model/pattern.ts';
import type { PlanItem } from '../model/plan.ts';
import { parseReferenceKey, referenceKey } from '../model/reference.ts';
import { MAPPABLE } from '../model/spec.ts';
import type { Spec } from '../model/spec.ts';
import { collect } from '../resources/collect.ts';
import type {
  Clouds,
  Likeness,
  LikenessContext,
  Resource,
  ResourceKind,
} from '../resources/resource-kind.ts';
import { UNLIKE, keyOf } from '../resources/resource-kind.ts';
import { CLOUD_REQUESTS, mapBounded } from './bounded.ts';
import type { Node } from './node.ts';
import { survey } from './plan.ts';
import { suggestZones } from './suggest-zones.ts';
import type { Alternative, Suggestion } from './suggestion.ts';

/** Of one resource; more only confuse. */
const MOST_OTHERS = 5;

/** For all that the plan would make or is blocked by, though the destination has something alike. Reads only. */
export async function suggestMappings(spec: Spec, clouds: Clouds): Promise<Suggestion[]> {
  const { levels, plan, ids: known } = await survey(spec, clouds);
  const items = new Map(plan.items.map((item) => [item.key, item]));
  const nodes = levels.flat();
  // Grows with what is suggested: a subnet is looked for in the network that was.
  const ids: Record<string, string> = { ...known };
  const search = { ...clouds, ids, nodes, taken: takenBy(known), listed: new Map() };
  const found: Suggestion[] = [];
  for (const node of nodes) {
    if (!isWanted(node.kind, items.get(node.key))) continue;
    const { suggestion, id } = await suggest(node, search);
    if (suggestion !== undefined) found.push(suggestion);
    if (id !== undefined) ids[node.key] = id;
  }
  return [...found, ...(await suggestZones(spec, clouds, nodes))];
}

/** What we began ourselves goes on as it is. */
function isWanted({ kind }: ResourceKind, item: PlanItem | undefined): boolean {
  const mappable = (MAPPABLE as readonly string[]).includes(kind);
  if (!mappable || item === undefined || item.destinationId !== undefined) return false;
  return item.action === 'blocked' || item.action === 'create';
}

interface Search extends LikenessContext {
  readonly nodes: readonly Node[];
  /** Key of a destination resource → key of the source resource that it is already. */
  readonly taken: ReadonlyMap<string, string>;
  /** By kind: all of the destination. */
  readonly listed: Map<string, Promise<readonly Resource[]>>;
}

interface Candidate extends Likeness {
  readonly resource: Resource;
}

async function suggest(
  { kind, resource }: Node,
  search: Search,
): Promise<{ readonly suggestion?: Suggestion; readonly id?: string }> {
  const all = search.listed.get(kind.kind) ?? collect(kind.list(search.destination, {}));
  search.listed.set(kind.kind, all);
  const resources = await all;
  const compared = await mapBounded(resources, CLOUD_REQUESTS, async (each) => ({
    resource: each,
    ...(await compare(kind, resource, each, search)),
  }));
  const alike = compared.filter(({ same }) => same.length > 0).toSorted(likelier);
  const [first, second] = alike;
  if (first === undefined) return {};
  const clear = first.doubts.length === 0 && (second === undefined || likelier(first, second) < 0);
  const alternatives = alike.map((each) => alternative(each, resources));
  const peers = search.nodes.filter((node) => node.kind.kind === kind.kind);
  const suggestion: Suggestion = {
    kind: kind.kind,
    entry: wordFor(
      resource,
      peers.map((node) => node.resource),
    ),
    name: resource.name,
    best: clear ? alternatives[0] : undefined,
    others: alternatives.slice(clear ? 1 : 0).slice(0, MOST_OTHERS),
  };
  return { suggestion, ...(clear ? { id: first.resource.id } : {}) };
}

async function compare(
  kind: ResourceKind,
  source: Resource,
  candidate: Resource,
  search: Search,
): Promise<Likeness> {
  const mark = kind.provenance(candidate);
  // A copy of something else.
  if (mark !== undefined && mark.source !== source.id) return UNLIKE;
  const found = await (kind.likeness?.(search, source, candidate) ??
    sameName(kind, source, candidate, search));
  const taken = search.taken.get(keyOf(kind, candidate));
  if (taken === undefined) return found;
  return { ...found, doubts: [...found.doubts, `stands for ${taken} already`] };
}

/** What any kind can tell: the name, in the project that stands for its own. */
function sameName(
  kind: ResourceKind,
  source: Resource,
  candidate: Resource,
  { ids }: Search,
): Likeness {
  if (source.name === '' || source.name !== candidate.name) return UNLIKE;
  const owner = kind.project?.(source);
  if (owner === undefined) return { same: ['same name'], doubts: [] };
  const project = destinationId(ids, { kind: 'project', id: owner });
  if (project === undefined || kind.project?.(candidate) !== project) return UNLIKE;
  return { same: ['same name', 'same project'], doubts: [] };
}

/** What nothing speaks against first, then by how much speaks for it. */
function likelier(one: Likeness, other: Likeness): number {
  const doubted = Number(one.doubts.length > 0) - Number(other.doubts.length > 0);
  return doubted || other.same.length - one.same.length || one.doubts.length - other.doubts.length;
}

function alternative(
  { resource, same, doubts }: Candidate,
  resources: readonly Resource[],
): Alternative {
  return { to: wordFor(resource, resources), name: resource.name, same, doubts };
}

/** Its name where none but it has that, and a star in it would not make it a pattern. */
function wordFor({ id, name }: Resource, all: readonly Resource[]): string {
  const unique = all.every((each) => each.name !== name || each.id === id);
  return unique && name !== '' && !isPattern(name) ? name : id;
}

function takenBy(ids: IdMap): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(ids).map(([key, id]) => {
      const { kind } = parseReferenceKey(key);
      return [referenceKey({ kind, id }), key];
    }),
  );
}
