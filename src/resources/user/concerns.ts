import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import { findDomain } from '../domains.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { find } from './copy.ts';
import type { User } from './schema.ts';

export async function concerns(
  { destination, ids }: PreflightContext,
  source: User,
): Promise<readonly Concern[]> {
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
  return [
    {
      severity: 'warning',
      code: 'user-without-password',
      subject,
      message: `The user ${source.name} is created without a password: none can be read from the source.`,
      remedy: `Set one: openstack --os-cloud ${destination.name} user set --password-prompt ${source.name}`,
    },
  ];
}
