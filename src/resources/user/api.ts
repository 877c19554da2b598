import type { Cloud } from '../../openstack/cloud.ts';
import { collection, getOne, listEverywhere, removeOne } from '../keystone/collection.ts';
import { userSchema } from './schema.ts';
import type { User } from './schema.ts';

/** Identity API «Users»: https://docs.openstack.org/api-ref/identity/v3/#users */
export const users = collection('user', userSchema);

export function getUser(cloud: Cloud, id: string, signal?: AbortSignal): Promise<User | undefined> {
  return getOne(cloud, users, id, signal);
}

/** Of all domains. Keystone 22 lists one that an identity provider knows as well twice. */
export async function* listUsers(cloud: Cloud): AsyncIterable<User> {
  const seen = new Set<string>();
  for await (const user of listEverywhere(cloud, users)) {
    if (!seen.has(user.id)) yield user;
    seen.add(user.id);
  }
}

export function deleteUser(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  return removeOne(cloud, users, id, signal);
}
