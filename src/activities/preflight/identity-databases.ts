import { DatabaseError } from '../../errors/database.ts';
import type { Concern } from '../../model/concern.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { IdentityDatabase } from '../../openstack/identity-database/identity-database.ts';
import { isMapped } from '../match.ts';
import type { PlanScope } from './check.ts';

/** Whether users' passwords can be read and written. Without both databases they are not asked for: each user says so itself. */
export async function identityDatabases(scope: PlanScope): Promise<readonly Concern[]> {
  const { source, destination, nodes, spec } = scope;
  const users = [...nodes.values()].filter(
    ({ kind, resource }) => kind.kind === 'user' && !isMapped(spec.mappings, kind, resource),
  );
  const from = source.identityDatabase();
  const to = destination.identityDatabase();
  if (users.length === 0 || from === undefined || to === undefined) return [];
  const found = await Promise.all([look(source, from), look(destination, to, { writes: true })]);
  return found.flat();
}

async function look(
  cloud: Cloud,
  database: IdentityDatabase,
  { writes = false } = {},
): Promise<Concern[]> {
  const subject = cloud.name;
  const setting = `keystone_database of the cloud ${cloud.name} (clouds.yaml, secure.yaml)`;
  try {
    const state = await database.state();
    const forbidden = writes && !(await state.mayInsert());
    return [
      ...(state.exposed ? [exposed(cloud.name, database.place, setting)] : []),
      ...(forbidden ? [readOnly(cloud.name, database.place, setting)] : []),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return [
      {
        severity: 'blocker',
        code: `identity-database-${error.problem}`,
        subject,
        message: `${error.message}: no password can be copied.`,
        remedy: `See ${setting}, or take it out: users are then made without a password.`,
      },
    ];
  }
}

function exposed(subject: string, place: string, setting: string): Concern {
  return {
    severity: 'warning',
    code: 'identity-database-unencrypted',
    subject,
    message: `${subject}: Keystone's database ${place} has no TLS: hashes cross the network in the clear.`,
    remedy: `Turn it on there, and demand it in ${setting}: ?ssl_ca=FILE (MySQL), ?sslmode=verify-full&sslrootcert=FILE (PostgreSQL).`,
  };
}

function readOnly(subject: string, place: string, setting: string): Concern {
  return {
    severity: 'blocker',
    code: 'identity-database-read-only',
    subject,
    message: `${subject}: the user of Keystone's database ${place} may not insert into the table password.`,
    remedy: `Grant it INSERT and DELETE on it, or name another user in ${setting}.`,
  };
}
