import { BlockedError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import { blockers } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { parseReferenceKey, referenceKey } from '../model/reference.ts';
import type { PlanSeal } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import { isServerStage, nameOf } from '../resources/resource-kind.ts';
import type { Node } from './node.ts';
import { survey } from './plan.ts';
import { holdToSeal } from './plan-seal.ts';
import { reachable } from './reachable.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import type { Survey } from './plan.ts';
import type { Narrow } from './selection.ts';

/** What a workflow knows of a resource to copy. Its kind is a word without meaning there. */
export interface CopyItem {
  readonly key: string;
  readonly name: string;
  /** Copied one an activity, on the transfer queue. */
  readonly bulk: boolean;
  /** What its copy must know the destination ids of: indexes into the plan's `order`. Absent: into nothing, all are told. */
  readonly needs?: readonly number[];
}

export interface NamedId {
  readonly id: string;
  readonly name: string;
}

export interface PlannedProject extends NamedId {
  /** The servers it has in the plan, where those are not for its own survey to find: what came since is left alone. */
  readonly only?: readonly string[];
  /** Of `forProjects`, what its own servers need: indexes into it. Absent: all. */
  readonly needs?: readonly number[];
}

export interface MigrationPlan {
  /** What servers of several projects need, level by level. */
  readonly levels: readonly (readonly CopyItem[])[];
  readonly ids: IdMap;
  /** Those that have servers to migrate. */
  readonly projects: readonly PlannedProject[];
  readonly concerns: readonly Concern[];
  readonly reused: number;
  /** What `CopyItem.needs` points into: reference keys. */
  readonly order?: readonly string[];
  /** The keys of which the projects' servers need the ids. */
  readonly forProjects?: readonly string[];
  /** Projects in which something is made with a token of theirs, before their own runs. */
  readonly entered?: readonly NamedId[];
  /** Concerns of what no project's survey sees. */
  readonly ownConcerns?: readonly Concern[];
}

export interface ProjectPlan extends Omit<MigrationPlan, 'projects'> {
  /** Every meta-resource the servers need; `needs` are indexes into it. */
  readonly keys: readonly string[];
  readonly servers: readonly (NamedId & { readonly needs: readonly number[] })[];
  /** Servers that had been migrated before. */
  readonly migrated: number;
}

/** What one migration may copy: its plan travels in a payload, which Temporal takes up to 2 MB. */
const MOST_ITEMS = 8000;
const MOST_BYTES = 1_900_000;
/** Concerns that travel in a workflow's history; `pumphouse plan` shows all. */
const MOST_CONCERNS = 50;

/** @throws BlockedError also where the plan is not the one that was saved and is to be kept to (`seal`) */
export async function planMigration(
  spec: Spec,
  clouds: Clouds,
  {
    only,
    others,
    seal,
  }: Pick<Narrow, 'only' | 'others'> & { readonly seal?: PlanSeal | undefined },
): Promise<MigrationPlan> {
  const found = await survey(spec, clouds, { only, others });
  if (seal !== undefined) holdToSeal(seal, found.plan.items);
  const ofProjects = neededByProjects(found);
  const ofServers = new Set([...ofProjects.values()].flatMap((keys) => [...keys]));
  const shared = sharedKeys(found, ofProjects);
  const forProjects = [...shared].filter((key) => ofServers.has(key));
  const copies = toCopy(found, (node) => shared.has(node.key));
  const entered = enteredProjects(found, copies.levels);
  const concerns = worstFirst(found.plan.concerns);
  const plan: MigrationPlan = {
    ...copies,
    ids: onlyOf(copies, [...forProjects, ...entered.map(({ id }) => projectKey(id))]),
    projects: plannedProjects(found, {
      ofProjects,
      forProjects,
      named: only !== undefined || seal !== undefined || spec.select?.servers !== undefined,
    }),
    concerns,
    forProjects,
    entered,
    ownConcerns: worstFirst(ownConcerns(found, shared, ofServers)),
  };
  requireRoom(spec, plan);
  return plan;
}

/** @throws BlockedError where it is more than Temporal takes */
function requireRoom({ name }: Spec, plan: MigrationPlan): void {
  const count = plan.levels.flat().length;
  const advice = 'part them with include and exclude, or select fewer servers';
  if (count > MOST_ITEMS) {
    throw new BlockedError(
      `${name}: ${count} resources are to be copied, more than the ${MOST_ITEMS} of one migration: ${advice}.`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(plan)) > MOST_BYTES) {
    throw new BlockedError(
      `${name}: the plan of ${count} resources and ${plan.projects.length} projects is too large for one migration: ${advice}.`,
    );
  }
}

/** Of what no project's survey sees; where there is no project, of the plan as a whole, too. */
function ownConcerns(
  { plan, selected }: Survey,
  shared: ReadonlySet<string>,
  ofServers: ReadonlySet<string>,
): readonly Concern[] {
  if (selected.every(({ servers }) => servers.length === 0)) return plan.concerns;
  // Made by the migration itself, it is there when the projects look: they have nothing to say of its making.
  const made = new Set(plan.items.flatMap(({ key, action }) => (action === 'create' ? [key] : [])));
  return plan.concerns.filter(
    ({ subject }) => shared.has(subject) && (made.has(subject) || !ofServers.has(subject)),
  );
}

/** Those that have servers to migrate. */
function plannedProjects(
  { selected }: Survey,
  of: {
    readonly ofProjects: ReadonlyMap<string, ReadonlySet<string>>;
    readonly forProjects: readonly string[];
    readonly named: boolean;
  },
): PlannedProject[] {
  const position = new Map(of.forProjects.map((key, index) => [key, index]));
  return selected
    .filter(({ servers }) => servers.length > 0)
    .map(({ project: { id, name }, servers }) => ({
      id,
      name,
      needs: [...(of.ofProjects.get(id) ?? [])].flatMap((key) => position.get(key) ?? []),
      ...(of.named ? { only: servers.map((server) => server.id) } : {}),
    }));
}

/** What is there and is spoken of by what is to be copied, or by one of the keys: of thousands, a second run needs few. */
function onlyOf(
  { ids, order = [] }: Pick<MigrationPlan, 'ids' | 'order'>,
  keys: readonly string[],
): IdMap {
  const wanted = new Set([...order, ...keys]);
  return Object.fromEntries(Object.entries(ids).filter(([key]) => wanted.has(key)));
}

export async function planProject(
  spec: Spec,
  clouds: Clouds,
  narrow: { readonly project: string; readonly only?: readonly string[] },
  known: readonly string[],
): Promise<ProjectPlan> {
  const found = await survey(spec, clouds, narrow);
  const done = new Set(known);
  const copies = toCopy(found, (node) => !done.has(node.key));
  const servers = found.plan.items.filter((item) => item.kind === 'server');
  const keys = found.levels
    .flat()
    .flatMap(({ key, kind, resource }) => (isServerStage(kind, resource) ? [] : [key]));
  const index = new Map(keys.map((key, position) => [key, position]));
  return {
    ...copies,
    keys,
    servers: servers
      .filter((item) => item.action !== 'reuse')
      .map(({ key, name }) => ({
        id: parseReferenceKey(key).id,
        name,
        needs: [...reachable(found.nodes, [key])].flatMap((each) => index.get(each) ?? []),
      })),
    migrated: servers.filter((item) => item.action === 'reuse').length,
    concerns: worstFirst(found.plan.concerns),
  };
}

/** The kinds copied inside a server's saga stay out; what is there already needs no copying. */
function toCopy(
  { levels, plan, ids }: Survey,
  chosen: (node: Node) => boolean,
): Pick<MigrationPlan, 'levels' | 'ids' | 'reused' | 'order'> {
  const reused = new Set(plan.items.flatMap((item) => (item.action === 'reuse' ? [item.key] : [])));
  const mine = (node: Node): boolean => !isServerStage(node.kind, node.resource) && chosen(node);
  const chosenNodes = levels.map((level) => level.filter(mine));
  const copied = chosenNodes.map((level) => level.filter((node) => !reused.has(node.key)));
  const known: Record<string, string> = {};
  for (const node of chosenNodes.flat()) {
    const id = ids[node.key];
    if (id !== undefined && reused.has(node.key)) known[node.key] = id;
  }
  const order = [...new Set(copied.flat().flatMap(({ needs }) => needs))];
  const position = new Map(order.map((key, index) => [key, index]));
  return {
    ids: known,
    reused: Object.keys(known).length,
    order,
    levels: copied
      .map((level) => level.map((node) => copyItem(node, position)))
      .filter((level) => level.length > 0),
  };
}

function copyItem(
  { key, kind, resource, needs }: Node,
  position: ReadonlyMap<string, number>,
): CopyItem {
  return {
    key,
    name: nameOf(kind, resource) || key,
    bulk: kind.bulk === true,
    needs: needs.flatMap((each) => position.get(each) ?? []),
  };
}

function enteredProjects({ nodes }: Survey, copies: readonly (readonly CopyItem[])[]): NamedId[] {
  const ids = copies.flat().flatMap(({ key }) => {
    const node = nodes.get(key);
    return node?.kind.inProject === true ? (node.kind.project?.(node.resource) ?? []) : [];
  });
  return [...new Set(ids)].map((id) => ({
    id,
    name: nodes.get(projectKey(id))?.resource.name ?? id,
  }));
}

function projectKey(id: string): string {
  return referenceKey({ kind: 'project', id });
}

/** By project, the keys of what its servers need, directly or not, with what comes along. */
function neededByProjects({ nodes, selected }: Survey): Map<string, Set<string>> {
  return new Map(
    selected.map(({ project, servers }) => {
      const keys = servers.map(({ id }) => referenceKey({ kind: 'server', id }));
      return [project.id, reachable(nodes, keys, withCompanions)];
    }),
  );
}

/** Copied before any project's own: what several projects need, and what is wanted for itself. */
function sharedKeys(
  { nodes, others }: Survey,
  ofProjects: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const once = new Set<string>();
  const shared = reachable(nodes, others, withCompanions);
  for (const key of [...ofProjects.values()].flatMap((keys) => [...keys])) {
    if (once.has(key)) shared.add(key);
    once.add(key);
  }
  return shared;
}

function withCompanions({ needs, companions }: Node): readonly string[] {
  return [...needs, ...companions];
}

function worstFirst(concerns: readonly Concern[]): Concern[] {
  const those = (of: Concern['severity']): Concern[] =>
    concerns.filter(({ severity }) => severity === of);
  return [...blockers(concerns), ...those('warning'), ...those('info')].slice(0, MOST_CONCERNS);
}
