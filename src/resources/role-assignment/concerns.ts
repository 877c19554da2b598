import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { getRole } from '../role/api.ts';
import { isBuiltIn } from '../role/schema.ts';
import { rolesOn } from './api.ts';
import type { RoleAssignment } from './schema.ts';

/** Nova 27 (2023.1), the first whose own policies want a built-in role by default, is the first with compute 2.95. */
const STRICT_SINCE = 95;

/** Of a role that the source's policies may have let in as any other, and the destination's do not. */
export async function concerns(
  { source, destination }: PreflightContext,
  assignment: RoleAssignment,
): Promise<readonly Concern[]> {
  const { id, roleName, actor, target } = assignment;
  if (target.kind !== 'project' || isBuiltIn({ name: roleName })) return [];
  if (!(await isStrict(destination)) || (await hasBuiltIn(source, assignment))) return [];
  return [
    {
      severity: 'warning',
      code: 'custom-role-alone',
      subject: referenceKey({ kind: 'role-assignment', id }),
      message: `The ${actor.kind} of role assignment ${assignment.name} has no built-in role there, and ${destination.name} lets in nobody without one, unless its policies say otherwise.`,
      remedy: `Give the role member (or reader) there as well, or let ${roleName} imply it: openstack implied role create --implied-role member ${roleName}.`,
    },
  ];
}

async function isStrict(destination: Cloud): Promise<boolean> {
  const max = (await destination.versions('compute'))?.microversions?.max;
  return Number(max?.split('.')[1] ?? 0) >= STRICT_SINCE;
}

/** Given beside it, or implied by it. */
async function hasBuiltIn(source: Cloud, assignment: RoleAssignment): Promise<boolean> {
  const names = await rolesOn(source, assignment);
  if (names.some((name) => isBuiltIn({ name }))) return true;
  const role = await getRole(source, assignment.roleId);
  return role?.implies.some(isBuiltIn) === true;
}
