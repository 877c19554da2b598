import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import { findDomain } from '../domains.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { passwordConcerns } from '../user-password/companion.ts';
import { find } from './copy.ts';
import type { User } from './schema.ts';

export async function concerns(
  context: PreflightContext,
  source: User,
): Promise<readonly Concern[]> {
  const { destination, ids } = context;
  const reference = { kind: 'user', id: source.id };
  if (destinationId(ids, reference) !== undefined) return [];
  const subject = referenceKey(reference);
  if ((await findDomain(destination, source.domain)) === undefined) {
    return [
      {
        severity: 'blocker',
        code: 'domain-missing',
        subject,
        message: `${destination.name} has no domain ${source.domain} for the user ${source.name}.`,
        remedy: 'Make the domain there, or map the user.',
      },
    ];
  }
  if ((await find(destination, source)).length > 0) return [];
  return passwordConcerns(context, source);
}
