import type { Concern } from '../model/concern.ts';
import { blockers } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { parseReferenceKey, referenceKey } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import { nameOf } from '../resources/resource-kind.ts';
import type { Node } from './closure.ts';
import { survey } from './plan.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import type { Survey } from './plan.ts';

/** What a workflow knows of a resource to copy. Its kind is a word without meaning there. */
export interface CopyItem {
  readonly key: string;
  readonly name: string;
  /** Copied one an activity, on the transfer queue. */
  readonly bulk: boolean;
}

export interface NamedId {
  readonly id: string;
  readonly name: string;
}

export interface MigrationPlan {
  /** What servers of several projects need, level by level. */
  readonly levels: readonly (readonly CopyItem[])[];
  readonly ids: IdMap;
  readonly projects: readonly NamedId[];
  readonly concerns: readonly Concern[];
  readonly reused: number;
}

export interface ProjectPlan extends Omit<MigrationPlan, 'projects'> {
  /** Every meta-resource the servers need; `needs` are indexes into it. */
  readonly keys: readonly string[];
  readonly servers: readonly (NamedId & { readonly needs: readonly number[] })[];
  /** Servers that had been migrated before. */
  readonly migrated: number;
}

/** Concerns that travel in a workflow's history; `pumphouse plan` shows all. */
const MOST_CONCERNS = 50;

export async function planMigration(
  spec: Spec,
  clouds: Clouds,
  only: readonly string[] | undefined,
): Promise<MigrationPlan> {
  const found = await survey(spec, clouds, { only });
  const shared = sharedKeys(found);
  const { levels, ids, reused } = toCopy(found, (node) => shared.has(node.key));
  return {
    levels,
    ids,
    reused,
    projects: found.selected.map(({ project }) => ({ id: project.id, name: project.name })),
    concerns: worstFirst(found.plan.concerns),
  };
}

export async function planProject(
  spec: Spec,
  clouds: Clouds,
  narrow: { readonly project: string; readonly only?: readonly string[] },
  known: readonly string[],
): Promise<ProjectPlan> {
  const found = await survey(spec, clouds, narrow);
  const done = new Set(known);
  const { levels, ids, reused } = toCopy(found, (node) => !done.has(node.key));
  const servers = found.plan.items.filter((item) => item.kind === 'server');
  const nodes = new Map(found.levels.flat().map((node) => [node.key, node]));
  const keys = [...nodes.values()].flatMap(({ key, kind }) =>
    kind.stage === 'server' ? [] : [key],
  );
  const index = new Map(keys.map((key, position) => [key, position]));
  return {
    levels,
    ids,
    reused,
    keys,
    servers: servers
      .filter((item) => item.action !== 'reuse')
      .map(({ key, name }) => ({
        id: parseReferenceKey(key).id,
        name,
        needs: [...reachable(nodes, [key])].flatMap((each) => index.get(each) ?? []),
      })),
    migrated: servers.filter((item) => item.action === 'reuse').length,
    concerns: worstFirst(found.plan.concerns),
  };
}

/** The kinds copied inside a server's saga stay out; what is there already needs no copying. */
function toCopy(
  { levels, plan, ids }: Survey,
  chosen: (node: Node) => boolean,
): Pick<MigrationPlan, 'levels' | 'ids' | 'reused'> {
  const reused = new Set(plan.items.flatMap((item) => (item.action === 'reuse' ? [item.key] : [])));
  const mine = (node: Node): boolean => node.kind.stage !== 'server' && chosen(node);
  const known: Record<string, string> = {};
  for (const node of levels.flat().filter(mine)) {
    const id = ids[node.key];
    if (id !== undefined && reused.has(node.key)) known[node.key] = id;
  }
  return {
    ids: known,
    reused: Object.keys(known).length,
    levels: levels
      .map((level) => level.filter((node) => mine(node) && !reused.has(node.key)).map(copyItem))
      .filter((level) => level.length > 0),
  };
}

function copyItem({ key, kind, resource }: Node): CopyItem {
  return { key, name: nameOf(kind, resource) || key, bulk: kind.bulk === true };
}

/** What servers of more than one project need. What a shared resource needs is shared as well. */
function sharedKeys({ levels, selected }: Survey): Set<string> {
  const nodes = new Map(levels.flat().map((node) => [node.key, node]));
  const neededBy = new Map<string, number>();
  for (const { servers } of selected) {
    const keys = servers.map(({ id }) => referenceKey({ kind: 'server', id }));
    for (const key of reachable(nodes, keys)) neededBy.set(key, (neededBy.get(key) ?? 0) + 1);
  }
  return new Set([...neededBy].flatMap(([key, projects]) => (projects > 1 ? [key] : [])));
}

function reachable(nodes: ReadonlyMap<string, Node>, from: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    open.push(...(nodes.get(key)?.needs ?? []));
  }
  return reached;
}

function worstFirst(concerns: readonly Concern[]): Concern[] {
  const rest = concerns.filter((each) => each.severity !== 'blocker');
  return [...blockers(concerns), ...rest].slice(0, MOST_CONCERNS);
}
