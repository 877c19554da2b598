import type { Concern } from '../model/concern.ts';
import { count } from '../model/count.ts';
import { few } from '../model/few.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { RoleAssignment } from '../resources/role-assignment/schema.ts';

/** So many are named. */
const NAMED = 10;

/** The operator's own role assignments would be carried, were they anybody else's. */
export function ownRights({ name: cloud }: Cloud, own: readonly RoleAssignment[]): Concern[] {
  const names = [...new Map(own.map(({ id, name }) => [id, name])).values()];
  if (names.length === 0) return [];
  return [
    {
      severity: 'info',
      code: 'own-rights-left',
      subject: cloud,
      message: `The login that reads ${cloud} has ${count(names.length, 'role assignment')} of its own there, not carried: ${few(names, NAMED)}.`,
      remedy: 'Give that user such roles in the destination, if it is to work there as well.',
    },
  ];
}
