import { hasStatus } from '../errors/openstack.ts';
import {
  AmbiguousError,
  BlockedError,
  ConflictError,
  UnsupportedError,
} from '../errors/migration.ts';
import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { printable } from '../model/printable.ts';
import { parseReferenceKey } from '../model/reference.ts';
import { ALREADY_THERE } from '../model/plan.ts';
import type { Action, Plan, PlanItem } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import { remembering } from '../openstack/remember.ts';
import { kindOf } from '../resources/registry.ts';
import { movesOf, tellMoves } from '../resources/readdressed.ts';
import { keyOf, nameOf } from '../resources/resource-kind.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { asAsked } from './as-asked.ts';
import { CLOUD_REQUESTS, mapBounded } from './bounded.ts';
import { closureOf, levelsOf } from './closure.ts';
import type { Root } from './closure.ts';
import type { Node } from './node.ts';
import { contentOf } from './content.ts';
import { changedSince, reuse } from './copy-resource.ts';
import { describeDifferences, differences, matchResource } from './match.ts';
import { ownRouters } from './own-routers.ts';
import { otherRoots } from './roots.ts';
import { reachable } from './reachable.ts';
import { leftRouters } from './preflight/left-routers.ts';
import { runChecks } from './preflight/run-checks.ts';
import { selectServers } from './selection.ts';
import type { Narrow, SelectedProject } from './selection.ts';

/** A plan with what the workflows need of it besides. */
export interface Survey {
  readonly plan: Plan;
  readonly levels: readonly (readonly Node[])[];
  /** The same by their keys. */
  readonly nodes: ReadonlyMap<string, Node>;
  readonly selected: readonly SelectedProject[];
  /** Keys of what is wanted for itself, not for a server. */
  readonly others: readonly string[];
  /** Of what the destination already has, equal or mapped. */
  readonly ids: IdMap;
}

/** Both clouds, as the spec wants them looked at. Reads only. @throws BlockedError, OpenStackError */
export async function survey(spec: Spec, given: Clouds, narrow: Narrow = {}): Promise<Survey> {
  const clouds = asAsked(spec, given);
  // Of lists some only look into the beginning.
  const once = {
    source: remembering(clouds.source, { lists: false }),
    destination: remembering(clouds.destination, { lists: false }),
  };
  const { projects: selected, concerns: unmeant } = await selectServers(
    clouds.source,
    spec,
    narrow,
  );
  const kind = kindOf('server');
  const servers = selected.flatMap((each) => each.servers.map((resource) => ({ kind, resource })));
  // One project, or servers to try again, are narrowed to: the rest is the whole migration's.
  const isWhole =
    narrow.project === undefined && (narrow.only === undefined || narrow.others === true);
  const { roots: others, concerns: idle } = isWhole
    ? await otherRoots(clouds.source, spec, selected)
    : { roots: [], concerns: [] };
  const routers = isWhole ? await ownRouters(once.source, spec.mappings, selected) : [];
  const closure = await closureOf(clouds, [...servers, ...routers, ...others], spec.mappings);
  const { nodes } = closure;
  const levels = levelsOf(nodes);
  const { items, ids, concerns: ofItems } = await planLevels(levels, { spec, ...clouds, once });
  const unselected = isWhole && selected.length === 0 ? nothingSelected(spec) : [];
  const concerns: Concern[] = [
    ...specConcerns(spec),
    ...unselected,
    ...unmeant,
    ...idle,
    ...closure.concerns,
    ...ofItems,
  ];
  concerns.push(
    ...(await runChecks({
      ...given,
      spec,
      nodes,
      items,
      ids,
      isPart: narrow.project !== undefined,
    })),
  );
  if (isWhole) concerns.push(...(await leftRouters({ source: clouds.source, spec, nodes })));
  return {
    plan: {
      migration: spec.name,
      source: spec.source,
      destination: spec.destination,
      items,
      concerns: concerns.map(printed),
    },
    levels,
    nodes,
    selected,
    others: [...keysOf(others), ...notReached(nodes, servers, routers)],
    ids,
  };
}

/** Level by level: what one finds is what the next ones reference. */
async function planLevels(
  levels: Survey['levels'],
  context: Omit<PlanContext, 'ids'>,
): Promise<Pick<Survey['plan'], 'items' | 'concerns'> & { readonly ids: IdMap }> {
  const ids: Record<string, string> = {};
  const items: PlanItem[] = [];
  const concerns: Concern[] = [];
  for (const level of levels) {
    const planned = await mapBounded(level, CLOUD_REQUESTS, (node) =>
      planNode(node, { ...context, ids }),
    );
    for (const { item, concerns: found } of planned) {
      items.push(item);
      concerns.push(...found);
      if (item.destinationId !== undefined) ids[item.key] = item.destinationId;
    }
  }
  return { items, concerns, ids };
}

/** Of whole projects' routers, those that no server needs. */
function notReached(
  nodes: Survey['nodes'],
  servers: readonly Root[],
  routers: readonly Root[],
): string[] {
  const reached = reachable(nodes, keysOf(servers));
  return keysOf(routers).filter((key) => !reached.has(key));
}

function keysOf(roots: readonly Root[]): string[] {
  return roots.map(({ kind, resource }) => keyOf(kind, resource));
}

/** The words of kinds and checks hold names as they came. */
function printed(concern: Concern): Concern {
  const { message, remedy } = concern;
  return { ...concern, message: printable(message), remedy: printable(remedy) };
}

interface PlanContext extends Clouds {
  /**
   * The clouds, known to this plan alone: a thousand ports ask in the same words for their subnet. What is asked for once
   * (once-per-cloud.ts) may be otherwise in the next plan.
   */
  readonly once: Clouds;
  readonly spec: Spec;
  readonly ids: IdMap;
}

async function planNode(
  node: Node,
  context: PlanContext,
): Promise<{ item: PlanItem; concerns: readonly Concern[] }> {
  const { kind, resource, key } = node;
  const { mappings } = context.spec;
  const item = (action: Action, reason: string, destinationId?: string): PlanItem => {
    const project = kind.project?.(resource);
    return {
      key,
      kind: kind.kind,
      name: nameOf(kind, node.was ?? resource),
      dependsOn: node.dependsOn,
      action,
      reason: printable(reason),
      ...(project === undefined ? {} : { project }),
      ...(destinationId === undefined ? {} : { destinationId }),
      ...(action === 'create' ? { content: contentOf(node), ...extentOf(node) } : {}),
    };
  };
  try {
    const { action, reason, id, concerns } = await decide(node, context);
    const moves = action === 'create' ? movesOf(kind, node.was ?? resource, mappings) : [];
    const why = moves.length === 0 ? reason : `${reason}; ${tellMoves(moves)}`;
    return { item: item(action, why, id), concerns };
  } catch (error) {
    if (!isFinding(error)) throw error;
    return { item: item('blocked', error.message), concerns: [findingOf(error, key)] };
  }
}

function extentOf({ kind, resource }: Node): Pick<PlanItem, 'bytes' | 'running'> {
  return {
    ...(kind.bytes === undefined ? {} : { bytes: kind.bytes(resource) }),
    ...(kind.running?.(resource) === true ? { running: true } : {}),
  };
}

interface Decision {
  readonly action: Action;
  readonly reason: string;
  readonly id?: string;
  readonly concerns: readonly Concern[];
}

async function decide({ kind, resource, was }: Node, context: PlanContext): Promise<Decision> {
  const { destination, once, ids, spec } = context;
  const { mappings } = spec;
  const match = await matchResource({ kind, resource, destination, ids, mappings });
  switch (match.found) {
    case 'mapped':
      return { action: 'reuse', reason: 'mapped by the spec', id: match.id, concerns: [] };
    case 'other': {
      const concerns = reuse({ kind, destination, ids, mappings }, resource, match.existing);
      return { action: 'reuse', reason: ALREADY_THERE, id: match.existing.id, concerns };
    }
    case 'ours': {
      const left = differences({ kind, ids, mappings }, resource, match.existing);
      const made = `made by migration ${match.migration}`;
      const { id } = match.existing;
      if (kind.unfinished?.(match.existing) === true) {
        return { action: 'create', reason: `${made}, not finished`, id, concerns: [] };
      }
      if (left.length === 0) return { action: 'reuse', reason: made, id, concerns: [] };
      if (kind.unfinished !== undefined) {
        const concerns = [changedSince({ kind, destination }, resource, left)];
        return { action: 'reuse', reason: `${made}, changed since`, id, concerns };
      }
      const reason = `${made}, to be completed: ${describeDifferences(left)}`;
      return { action: 'create', reason, id, concerns: [] };
    }
    case 'none': {
      const concerns = (await kind.concerns?.({ ...once, ids, mappings }, resource, was)) ?? [];
      const blocked = concerns.find((each) => each.severity === 'blocker');
      if (blocked !== undefined) return { action: 'blocked', reason: blocked.message, concerns };
      return { action: 'create', reason: 'not there yet', concerns };
    }
  }
}

type Finding = BlockedError | AmbiguousError | ConflictError | UnsupportedError;

function isFinding(error: unknown): error is Finding {
  return (
    error instanceof BlockedError ||
    error instanceof AmbiguousError ||
    error instanceof ConflictError ||
    error instanceof UnsupportedError ||
    hasStatus(error, 403)
  );
}

function findingOf(error: Error, key: string): Concern {
  return {
    severity: 'blocker',
    code: error.name.replace(/Error$/, '').toLowerCase(),
    subject: key,
    message: `${parseReferenceKey(key).kind}: ${error.message}`,
    remedy: 'Do as the message says, or leave out of the selection what needs it.',
  };
}

/** Mistyped, mostly; no blocker, for all that was selected may have moved and gone. */
function nothingSelected({ select, source, name }: Spec): Concern[] {
  if (select === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'nothing-selected',
      subject: name,
      message: `select chooses no server: none of ${source} answers to all of its keys.`,
      remedy: `See what there is with \`pumphouse inventory ${source} --kind server\`, and correct its words.`,
    },
  ];
}

function specConcerns({ server, name }: Spec): Concern[] {
  if (server.retire !== 'delete' || server.discardRootDisk) return [];
  return [
    {
      severity: 'blocker',
      code: 'root-disk-would-be-lost',
      subject: name,
      message: 'server.retire: delete would delete the root disks, whose contents are not carried.',
      remedy:
        'Say server.discardRootDisk: true if nothing on them matters, or choose retire: stop.',
    },
  ];
}
