import { BlockedError } from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import { count } from '../model/count.ts';
import { foldConcerns } from '../model/fold-concerns.ts';
import type { IdMap } from '../model/id-map.ts';
import { referenceKey } from '../model/reference.ts';
import type { NamedId } from '../model/reference.ts';
import type { PlanSeal } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { nameIn } from './node.ts';
import type { Node } from './node.ts';
import { survey } from './plan.ts';
import type { Survey } from './plan.ts';
import { holdToSeal } from './plan-seal.ts';
import { reachable } from './reachable.ts';
import type { Narrow } from './selection.ts';
import { kindsToMake } from './lost.ts';
import { MOST_CONCERNS, toCopy } from './to-copy.ts';
import type { CopyItem, MigrationPlan, PlannedProject } from './workflow-plan.ts';

/** What one migration may copy: its plan travels in a payload, which Temporal takes up to 2 MB. */
const MOST_ITEMS = 8000;
const MOST_BYTES = 1_900_000;
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
  if (seal !== undefined) holdToSeal(seal, found.plan);
  const named = only !== undefined || seal !== undefined;
  const plan = migrationPlanOf(spec, found, named);
  const tooLarge = lackOfRoom(spec, plan);
  if (tooLarge !== undefined) {
    throw new BlockedError(`${spec.name}: ${tooLarge.message} ${tooLarge.remedy}`);
  }
  return plan;
}

/** What a survey has found, as the workflow is told of it. `named`: with the servers that it found, and no others. */
export function migrationPlanOf(spec: Spec, found: Survey, named: boolean): MigrationPlan {
  const ofProjects = neededByProjects(found);
  const ofServers = new Set([...ofProjects.values()].flatMap((keys) => [...keys]));
  const shared = sharedKeys(found, ofProjects);
  const forProjects = [...shared].filter((key) => ofServers.has(key));
  const copies = toCopy(found, (node) => shared.has(node.key));
  const entered = enteredProjects(found, copies.levels);
  const concerns = foldConcerns(found.plan.concerns, MOST_CONCERNS);
  return {
    ...copies,
    ids: onlyOf(copies, [...forProjects, ...entered.map(({ id }) => projectKey(id))]),
    projects: plannedProjects(found, {
      ofProjects,
      forProjects,
      named: named || spec.select?.servers !== undefined,
    }),
    concerns,
    forProjects,
    entered,
    ownConcerns: foldConcerns(ownConcerns(found, shared, ofServers), MOST_CONCERNS),
    kinds: kindsToMake(found.plan.items),
  };
}

/** A blocker where it is more than Temporal takes. */
export function lackOfRoom({ name }: Spec, plan: MigrationPlan): Concern | undefined {
  const items = plan.levels.flat().length;
  const blocker = (message: string): Concern => ({
    severity: 'blocker',
    code: 'too-large',
    subject: name,
    message,
    remedy: 'Part them with include and exclude, or select fewer servers.',
  });
  if (items > MOST_ITEMS) {
    return blocker(
      `${items} resources are to be copied, more than the ${MOST_ITEMS} of one migration.`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(plan)) > MOST_BYTES) {
    return blocker(
      `The plan of ${count(items, 'resource')} and ${count(plan.projects.length, 'project')} is too large for one migration.`,
    );
  }
  return undefined;
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

function enteredProjects({ nodes }: Survey, copies: readonly (readonly CopyItem[])[]): NamedId[] {
  const ids = copies.flat().flatMap(({ key }) => {
    const node = nodes.get(key);
    return node?.kind.inProject === true ? (node.kind.project?.(node.resource) ?? []) : [];
  });
  return [...new Set(ids)].map((id) => ({
    id,
    name: nameIn(nodes, { kind: 'project', id }),
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
