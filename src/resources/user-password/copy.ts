import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext } from '../resource-kind.ts';
import { copyPassword, getUserWithPassword } from './api.ts';
import type { UserPassword } from './schema.ts';

/**
 * A user that we made and that has no password yet is the one to be given it. One that was there before is left as it is, also without
 * a password: it may have reasons, and rights that the source's user must not get.
 */
export async function find(
  destination: Cloud,
  source: UserPassword,
  ids: IdMap,
): Promise<readonly UserPassword[]> {
  const id = destinationId(ids, { kind: 'user', id: source.id });
  const found = id === undefined ? undefined : await getUserWithPassword(destination, id);
  if (found === undefined) return [];
  const awaited = found.password === undefined && found.mark?.source === source.id;
  return awaited ? [] : [found];
}

export async function create(
  { source, destination, ids }: CopyContext,
  password: UserPassword,
): Promise<string> {
  const { id, name } = password;
  const userId = destinationId(ids, { kind: 'user', id });
  const databases = [source.identityDatabase(), destination.identityDatabase()] as const;
  const [from, to] = databases;
  if (userId === undefined || from === undefined || to === undefined) {
    throw new BlockedError(
      `the password of the user ${name}: the user is not copied, or a cloud has no keystone_database in clouds.yaml`,
    );
  }
  const { scheme } = password.password ?? {};
  if (scheme !== undefined && !(await to.state()).takes(scheme)) {
    throw new BlockedError(
      `the password of the user ${name} is hashed with ${scheme}, which ${destination.name} may not take: set a new one there`,
    );
  }
  await copyPassword({ database: from, userId: id }, { database: to, userId });
  return userId;
}
