import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { passwordConcerns } from '../user-password/companion.ts';
import { getUser } from './api.ts';
import { lostCredentials } from './credentials.ts';
import { homeOf } from './schema.ts';
import type { User } from './schema.ts';

export async function concerns(
  context: PreflightContext,
  source: User,
): Promise<readonly Concern[]> {
  const { source: cloud, destination } = context;
  const subject = referenceKey({ kind: 'user', id: source.id });
  // A list does not show who comes from an identity provider.
  const elsewhere = homeOf((await getUser(cloud, source.id)) ?? source);
  if (elsewhere !== undefined) {
    return [
      {
        severity: 'blocker',
        code: 'user-not-local',
        subject,
        message: `The user ${source.name} comes from an ${elsewhere}, and is not made: ${destination.name} has none of that name in its domain.`,
        remedy: `Connect ${destination.name} to the same ${elsewhere}, or map the user, or leave out what needs it.`,
      },
    ];
  }
  return [...(await passwordConcerns(context, source)), ...(await lostCredentials(cloud, source))];
}
