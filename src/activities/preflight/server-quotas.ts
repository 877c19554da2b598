import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { groupBy } from '../../model/group-by.ts';
import { referenceKey } from '../../model/reference.ts';
import { groupsByMember } from '../../resources/server/groups.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from '../bounded.ts';
import { nameIn } from '../node.ts';
import type { PlanScope } from './check.ts';
import { limitsToCome } from './limits-to-come.ts';
import type { LimitToCome } from './limits-to-come.ts';
import { serversMadeAnew } from './to-make.ts';
import { quotaSetting } from './quota-setting.ts';

/** What Nova counts for each server and each server group: metadata items, members. */
export async function serverQuotas(scope: PlanScope): Promise<readonly Concern[]> {
  const servers = serversMadeAnew(scope);
  const byProject = groupBy(servers, ({ projectId }) => projectId);
  const members = await membersThere(scope, servers);
  const found = await mapBounded([...byProject], CLOUD_REQUESTS, async ([project, own]) => {
    // Where Nova does not tell, that is said once, elsewhere.
    const limits = (await limitsToCome(scope, 'compute', [project])) ?? {};
    return [
      ...tooManyMembers(scope, { project, limits, servers: own, members }),
      ...tooMuchMetadata(scope, { project, limits, servers: own }),
    ];
  });
  return found.flat();
}

interface OfProject {
  /** The source id. */
  readonly project: string;
  readonly limits: Readonly<Record<string, LimitToCome>>;
  readonly servers: readonly ServerResource[];
}

function tooManyMembers(
  scope: PlanScope,
  of: OfProject & { readonly members: ReadonlyMap<string, number> },
): Concern[] {
  const allowed = of.limits['server_group_members']?.limit ?? -1;
  const wanted = new Map<string, number>();
  for (const { groupId } of of.servers) {
    if (groupId !== undefined) wanted.set(groupId, (wanted.get(groupId) ?? 0) + 1);
  }
  return [...wanted].flatMap(([group, more]) => {
    const key = referenceKey({ kind: 'server-group', id: group });
    const used = of.members.get(scope.ids[key] ?? '') ?? 0;
    if (allowed < 0 || used + more <= allowed) return [];
    const name = nameIn(scope.nodes, { kind: 'server-group', id: group });
    const what = `Server group ${name} may have ${allowed} members in ${scope.destination.name}: it has ${used}, and the plan makes ${more} more`;
    const wish = { quota: 'server_group_members', limit: used + more };
    return [exceeded(scope, { key, what, project: of.project, wish })];
  });
}

function tooMuchMetadata(scope: PlanScope, { project, limits, servers }: OfProject): Concern[] {
  const allowed = limits['metadata_items']?.limit ?? -1;
  return servers.flatMap(({ id, name, metadata }) => {
    const { length: count } = Object.keys(metadata);
    if (allowed < 0 || count <= allowed) return [];
    const key = referenceKey({ kind: 'server', id });
    const what = `Server ${name} has ${count} metadata items, and may have ${allowed} in ${scope.destination.name}`;
    return [
      exceeded(scope, { key, what, project, wish: { quota: 'metadata_items', limit: count } }),
    ];
  });
}

function exceeded(
  { destination, ids }: PlanScope,
  of: {
    readonly key: string;
    readonly what: string;
    readonly project: string;
    readonly wish: { readonly quota: string; readonly limit: number };
  },
): Concern {
  const project = destinationId(ids, { kind: 'project', id: of.project });
  return {
    severity: 'blocker',
    code: 'quota-exceeded',
    subject: of.key,
    message: `${of.what}.`,
    remedy:
      project === undefined
        ? `Raise ${of.wish.quota} to ${of.wish.limit}: the default of ${destination.name}, or in the source for a project selected whole.`
        : `Raise it: ${quotaSetting(destination.name, project, of.wish)}`,
  };
}

/** How many members each group of the destination has. */
async function membersThere(
  { destination, ids }: PlanScope,
  servers: readonly ServerResource[],
): Promise<ReadonlyMap<string, number>> {
  const count = new Map<string, number>();
  const isThere = servers.some(
    ({ groupId = '' }) => destinationId(ids, { kind: 'server-group', id: groupId }) !== undefined,
  );
  if (!isThere) return count;
  for (const group of (await groupsByMember(destination)).values()) {
    count.set(group, (count.get(group) ?? 0) + 1);
  }
  return count;
}
