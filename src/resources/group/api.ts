import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { collection, getOne, listEverywhere, pathOf } from '../keystone/collection.ts';
import { groupSchema } from './schema.ts';
import type { Group } from './schema.ts';

/** Identity API «Groups»: https://docs.openstack.org/api-ref/identity/v3/#groups */
export const groups = collection('group', groupSchema);

export async function getGroup(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Group | undefined> {
  const group = await getOne(cloud, groups, id, signal);
  return group && withMembers(cloud, group);
}

export async function* listGroups(cloud: Cloud): AsyncIterable<Group> {
  for await (const group of listEverywhere(cloud, groups)) {
    const whole = await withMembers(cloud, group);
    if (whole !== undefined) yield whole;
  }
}

/** Harmless where the user is a member already. */
export async function addMember(cloud: Cloud, id: string, userId: string): Promise<void> {
  const path = `${pathOf(groups, id)}/users/${encodeURIComponent(userId)}`;
  await cloud.call('identity', { method: 'PUT', path });
}

/** Undefined where the group was removed meanwhile. */
export async function withMembers(
  cloud: Cloud,
  group: z.output<typeof groupSchema>,
): Promise<Group | undefined> {
  const listed = cloud.list('identity', {
    path: `${pathOf(groups, group.id)}/users`,
    key: 'users',
    schema: z.object({ id: z.string() }).transform(({ id }) => id),
  });
  const members = await unlessAbsent(collect(listed));
  return members && { ...group, members: members.toSorted() };
}
