import { provenanceOfProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { IdentityDatabase } from '../../openstack/identity-database/identity-database.ts';
import { getUser } from '../user/api.ts';
import { fingerprint } from './schema.ts';
import type { UserPassword } from './schema.ts';

/** No API: Keystone's own tables. Undefined where the cloud names no database, or the user has no password. */
export async function getPassword(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<UserPassword | undefined> {
  const found = await getUserWithPassword(cloud, id, signal);
  return found?.password === undefined ? undefined : found;
}

/** The user as well where it has no password. */
export async function getUserWithPassword(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<UserPassword | undefined> {
  const database = cloud.identityDatabase();
  const user = database && (await getUser(cloud, id, signal));
  if (user === undefined) return undefined;
  const row = await database?.newestPassword(id);
  return {
    id,
    name: user.name,
    password: row && fingerprint(row),
    mark: provenanceOfProperties(user),
  };
}

/** The marks are not read. */
export async function* listPasswords(cloud: Cloud): AsyncIterable<UserPassword> {
  for await (const row of cloud.identityDatabase()?.passwords() ?? []) {
    yield { id: row.userId, name: row.userName, password: fingerprint(row), mark: undefined };
  }
}

/** The only place where a hash goes from one cloud to the other. @throws DatabaseError */
export async function copyPassword(
  from: { readonly database: IdentityDatabase; readonly userId: string },
  to: { readonly database: IdentityDatabase; readonly userId: string },
): Promise<void> {
  const row = await from.database.newestPassword(from.userId);
  if (row !== undefined) await to.database.insertPassword(to.userId, row);
}

/** What Keystone made itself, since or before, stays. */
export async function deletePassword(cloud: Cloud, id: string): Promise<void> {
  await cloud.identityDatabase()?.removePassword(id);
}
