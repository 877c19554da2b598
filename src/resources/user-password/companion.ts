import { DatabaseError } from '../../errors/database.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import type { Reference } from '../../model/reference.ts';
import type { IdentityDatabase } from '../../openstack/identity-database/identity-database.ts';
import type { HashScheme } from '../../openstack/identity-database/schemes.ts';
import type { Clouds, Resource } from '../resource-kind.ts';

/** What becomes of a user's password. */
type Fate =
  | { readonly fate: 'copied' }
  /** These clouds name no database. */
  | { readonly fate: 'unknown'; readonly without: readonly string[] }
  /** A database does not answer: told once, by the check of the whole plan. */
  | { readonly fate: 'unseen' }
  | { readonly fate: 'none' }
  | { readonly fate: 'refused'; readonly scheme: HashScheme };

/** The password that comes along with a user, where it can be read and the destination takes it. */
export async function passwordOf(clouds: Clouds, user: Resource): Promise<readonly Reference[]> {
  const { fate } = await fateOf(clouds, user);
  return fate === 'copied' ? [{ kind: 'user-password', id: user.id }] : [];
}

/** Why a user is made without a password. */
export async function passwordConcerns(
  clouds: Clouds,
  user: Resource,
): Promise<readonly Concern[]> {
  const found = await fateOf(clouds, user);
  const subject = referenceKey({ kind: 'user', id: user.id });
  const anew = `openstack --os-cloud ${clouds.destination.name} user set --password-prompt ${user.name}`;
  switch (found.fate) {
    case 'copied':
    case 'unseen':
      return [];
    case 'none':
      return [
        {
          severity: 'info',
          code: 'user-has-no-password',
          subject,
          message: `The user ${user.name} is created without a password: ${clouds.source.name} has none (an LDAP or federated user, or one made without).`,
          remedy: `Nothing, or set one: ${anew}`,
        },
      ];
    case 'refused':
      return [
        {
          severity: 'warning',
          code: 'password-hash-refused',
          subject,
          message: `The user ${user.name} is created without a password: the source's is hashed with ${found.scheme}, which ${clouds.destination.name} may not take (each login would fail with 500).`,
          remedy: `Set a new one: ${anew}`,
        },
      ];
    case 'unknown':
      return [
        {
          severity: 'warning',
          code: 'user-without-password',
          subject,
          message: `The user ${user.name} is created without a password: none can be read, for ${found.without.join(' and ')} name${found.without.length === 1 ? 's' : ''} no keystone_database in clouds.yaml.`,
          remedy: `Name Keystone's databases there (or in secure.yaml), or set one: ${anew}`,
        },
      ];
  }
}

async function fateOf({ source, destination }: Clouds, { id }: Resource): Promise<Fate> {
  const from = source.identityDatabase();
  const to = destination.identityDatabase();
  if (from === undefined || to === undefined) {
    const without = [source, destination].filter((cloud) => cloud.identityDatabase() === undefined);
    return { fate: 'unknown', without: without.map(({ name }) => name) };
  }
  try {
    return await fateOfRow(from, to, id);
  } catch (error) {
    if (error instanceof DatabaseError) return { fate: 'unseen' };
    throw error;
  }
}

async function fateOfRow(from: IdentityDatabase, to: IdentityDatabase, id: string): Promise<Fate> {
  const destination = await to.state();
  const row = await from.newestPassword(id);
  if (row === undefined) return { fate: 'none' };
  return destination.takes(row.scheme)
    ? { fate: 'copied' }
    : { fate: 'refused', scheme: row.scheme };
}
