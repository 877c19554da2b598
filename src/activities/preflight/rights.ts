import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { ALREADY_THERE } from '../../model/plan.ts';
import { referenceKey } from '../../model/reference.ts';
import type { RoleAssignment } from '../../resources/role-assignment/schema.ts';
import { roleAssignment } from '../../resources/role-assignment/index.ts';
import type { Role } from '../../resources/role/schema.ts';
import { isBuiltIn } from '../../resources/role/schema.ts';
import type { PlanScope } from './check.ts';
import { toMake } from './to-make.ts';

const ADMIN = 'admin';
/** So many are named. */
const NAMED = 10;

type Scope = Pick<PlanScope, 'nodes' | 'items' | 'source' | 'destination'>;

/**
 * Whom the plan gives rights that the source did not mean: a user, group, role or project that the destination had before is known by its
 * name alone, and an administrator of any project is one of the whole cloud.
 */
export function rights(scope: Scope): Promise<Concern[]> {
  const given = toMake(scope, roleAssignment);
  const thereBefore = new Set(
    scope.items.flatMap(({ key, reason }) => (reason === ALREADY_THERE ? [key] : [])),
  );
  const toNamesakes = given.filter(({ actor }) => thereBefore.has(referenceKey(actor)));
  const onNamesakes = given.filter(({ target }) => thereBefore.has(referenceKey(target)));
  const admins = given.filter(({ roleName }) => roleName === ADMIN);
  return Promise.resolve([
    ...(toNamesakes.length === 0 ? [] : [rightsOfNamesakes(scope, toNamesakes)]),
    ...(onNamesakes.length === 0 ? [] : [rightsOnNamesakes(scope, onNamesakes)]),
    ...(admins.length === 0 ? [] : [administrators(scope, admins)]),
    ...ofNamesakeRoles(scope, given, thereBefore),
  ]);
}

function rightsOfNamesakes({ source, destination }: Scope, given: RoleAssignment[]): Concern {
  return {
    severity: 'warning',
    code: 'rights-to-namesake',
    subject: destination.name,
    message: `The plan gives ${count(given.length, 'role assignment')} to users or groups that ${destination.name} had before, taken for those of ${source.name} for their names: ${named(given)}.`,
    remedy:
      'Make sure that each is the same person or team; else map it (mappings: user, mappings: group) or exclude the assignment.',
  };
}

function rightsOnNamesakes({ source, destination }: Scope, given: RoleAssignment[]): Concern {
  return {
    severity: 'warning',
    code: 'rights-on-namesake',
    subject: destination.name,
    message: `By ${count(given.length, 'role assignment')} users or groups get into projects or domains that ${destination.name} had before, taken for those of ${source.name} for their names: ${named(given)}.`,
    remedy:
      'Make sure that each belongs to the same people; else map it to another (mappings: project), or exclude the assignment.',
  };
}

function administrators({ destination }: Scope, given: RoleAssignment[]): Concern {
  return {
    severity: 'warning',
    code: 'new-administrators',
    subject: destination.name,
    message: `The plan makes ${count(given.length, 'role assignment')} of admin, and whoever is admin of one project administers all of ${destination.name}, unless its policies say otherwise: ${named(given)}.`,
    remedy:
      'Exclude those that are not to be (exclude: kind: role-assignment, name), or map the role to a lesser one.',
  };
}

function ofNamesakeRoles(
  { nodes, source, destination }: Scope,
  given: readonly RoleAssignment[],
  thereBefore: ReadonlySet<string>,
): Concern[] {
  const roles = new Set(given.map(({ roleId }) => referenceKey({ kind: 'role', id: roleId })));
  const namesakes = [...roles].filter(
    (key) => thereBefore.has(key) && !isSameEverywhere(nodes.get(key)?.resource as Role),
  );
  return namesakes.map((key) => {
    const ofRole = given.filter(({ roleId }) => referenceKey({ kind: 'role', id: roleId }) === key);
    return {
      severity: 'warning',
      code: 'role-namesake',
      subject: key,
      message: `Role ${ofRole[0]?.roleName} of ${source.name} is taken for the one of that name that ${destination.name} had before, whose policies may allow it more: ${count(ofRole.length, 'role assignment')} (${named(ofRole)}).`,
      remedy: `See what the policies of ${destination.name} allow it, or map it to another role (mappings: role).`,
    };
  });
}

/** Keystone's own; `manager` and `service` came late, and an older cloud may have made its own of these names. */
function isSameEverywhere(role: Role): boolean {
  if (!isBuiltIn(role) || role.name === 'service') return false;
  return role.name !== 'manager' || role.implies.some(({ name }) => name === 'member');
}

/** `member: bob on acme, …` */
function named(given: readonly RoleAssignment[]): string {
  const names = given.slice(0, NAMED).map(({ name }) => name);
  return [...names, ...(given.length > NAMED ? [`and ${given.length - NAMED} more`] : [])].join(
    ', ',
  );
}
