import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { UserPassword } from './schema.ts';

/** Of those that are chosen by kind: with its user comes only what the destination takes. */
export async function concerns(
  { destination }: PreflightContext,
  { id, name, password }: UserPassword,
): Promise<readonly Concern[]> {
  const database = destination.identityDatabase();
  const subject = referenceKey({ kind: 'user-password', id });
  if (database === undefined || password === undefined)
    return [noDatabase(destination.name, subject)];
  if (!(await database.state()).takes(password.scheme)) {
    return [
      {
        severity: 'blocker',
        code: 'password-hash-refused',
        subject,
        message: `The password of the user ${name} is hashed with ${password.scheme}, which ${destination.name} may not take.`,
        remedy: 'Leave it out of the selection, and set a new one in the destination.',
      },
    ];
  }
  if (password.expires === null || Date.parse(password.expires) > Date.now()) return [];
  return [
    {
      severity: 'info',
      code: 'password-expired',
      subject,
      message: `The password of the user ${name} expired at ${password.expires}: it is carried as it is.`,
      remedy: 'The user sets a new one, as in the source.',
    },
  ];
}

function noDatabase(cloud: string, subject: string): Concern {
  return {
    severity: 'blocker',
    code: 'identity-database-missing',
    subject,
    message: `${cloud} has no keystone_database: passwords cannot be copied there.`,
    remedy: `Name Keystone's database in secure.yaml: clouds: ${cloud}: keystone_database, as README.md says.`,
  };
}
