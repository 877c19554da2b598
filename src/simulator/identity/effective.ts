import type { Keystone } from './keystone.ts';
import { SYSTEM } from './assignments-store.ts';
import type { Assignment, Project, Role, Scope, Target } from './state.ts';

/** The roles that a user has in a scope: own, by groups, inherited from above, and what they imply. */
export function rolesIn(keystone: Keystone, userId: string, scope: Scope): Role[] {
  if (scope.type === 'unscoped') return [];
  const target = scope.type === 'system' ? SYSTEM : scope;
  const direct = new Set<string>();
  for (const assignment of assignmentsOf(keystone, userId)) {
    if (reaches(keystone, assignment, target)) direct.add(assignment.roleId);
  }
  return withImplied(keystone, direct);
}

/** A user's own and the user's groups'. */
function* assignmentsOf({ assignments, groups }: Keystone, userId: string): Iterable<Assignment> {
  yield* assignments.of({ type: 'user', id: userId });
  for (const { id, members } of groups.values()) {
    if (members.has(userId)) yield* assignments.of({ type: 'group', id });
  }
}

function reaches(keystone: Keystone, assignment: Assignment, target: Target): boolean {
  const { target: at, inherited } = assignment;
  if (!inherited) return at.type === target.type && at.id === target.id;
  if (target.type !== 'project') return false;
  return aboveOf(keystone, target.id).some(({ id }) => id === at.id);
}

/** The projects above one, and its domain, from the nearest. */
export function aboveOf({ projects }: Keystone, id: string): Project[] {
  const found: Project[] = [];
  let parent = projects.get(id)?.parentId;
  while (parent !== undefined && parent !== null) {
    const project = projects.get(parent);
    if (project === undefined) break;
    found.push(project);
    parent = project.parentId;
  }
  return found;
}

function withImplied({ roles }: Keystone, ids: Iterable<string>): Role[] {
  const found = new Map<string, Role>();
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const role = roles.get(id);
    if (role === undefined || found.has(id)) continue;
    found.set(id, role);
    open.push(...role.implies);
  }
  return [...found.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
