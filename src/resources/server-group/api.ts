import { z } from 'zod';
import { groupBy } from '../../model/group-by.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { atMost, offers } from '../microversion.ts';
import { serverGroupSchema } from './schema.ts';
import type { ServerGroup } from './schema.ts';
import { RULES } from './versions.ts';

/** Compute API «Server groups»: https://docs.openstack.org/api-ref/compute/#server-groups-os-server-groups */
const groupAnswer = z.looseObject({ server_group: serverGroupSchema });

export async function getServerGroup(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<ServerGroup | undefined> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: groupPath(id),
      schema: groupAnswer,
      microversion: await atMost(cloud, RULES),
      signal,
    }),
  );
  const group = answer?.server_group;
  if (group === undefined) return undefined;
  const ofProject = listServerGroups(cloud, { project: group.project_id });
  const named = await collect(ofProject, ({ name }) => name === group.name);
  return { ...group, hasNamesake: named.length > 1 };
}

/** Nova filters by no project: of all of them, one project's are picked here. */
export async function* listServerGroups(
  cloud: Cloud,
  scope: { readonly project?: string },
): AsyncIterable<ServerGroup> {
  const all = cloud.list('compute', {
    path: '/os-server-groups',
    key: 'server_groups',
    schema: serverGroupSchema,
    query: { all_projects: true },
    microversion: await atMost(cloud, RULES),
  });
  const groups = await collect(
    all,
    ({ project_id: owner }) => scope.project === undefined || owner === scope.project,
  );
  const named = groupBy(groups, placeOf);
  for (const group of groups) {
    yield { ...group, hasNamesake: (named.get(placeOf(group)) ?? []).length > 1 };
  }
}

function placeOf({ project_id: owner, name }: ServerGroup): string {
  return `${owner}/${name}`;
}

/** In the project the cloud is scoped to: the API takes no other. @throws UnsupportedError where an older cloud is to keep rules */
export async function createServerGroup(
  cloud: Cloud,
  { name, policy, rules }: Pick<ServerGroup, 'name' | 'policy' | 'rules'>,
): Promise<string> {
  const hasRules = Object.keys(rules).length > 0;
  const isNew = hasRules || (await offers(cloud, RULES));
  const answer = await cloud.request('compute', {
    method: 'POST',
    path: '/os-server-groups',
    // Nova refuses rules, even empty ones, for every policy but anti-affinity.
    body: {
      server_group: {
        name,
        ...(isNew ? { policy } : { policies: [policy] }),
        ...(hasRules && { rules }),
      },
    },
    schema: groupAnswer,
    microversion: isNew ? `2.${RULES}` : await atMost(cloud, RULES),
  });
  return answer.server_group.id;
}

export async function deleteServerGroup(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await unlessAbsent(
    cloud.call('compute', {
      method: 'DELETE',
      path: groupPath(id),
      microversion: await atMost(cloud, RULES),
      signal,
    }),
  );
}

function groupPath(id: string): string {
  return `/os-server-groups/${encodeURIComponent(id)}`;
}
