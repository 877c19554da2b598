import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { assignmentView } from './assignment-view.ts';
import { effectsOf } from './expand.ts';
import type { Effect } from './expand.ts';
import { projectAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { isAsked, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { below } from './project-rules.ts';
import type { Assignment, Target } from './state.ts';

/** https://docs.openstack.org/api-ref/identity/v3/#list-role-assignments */
export function roleAssignmentRoutes(keystone: Keystone): Route[] {
  return [{ method: 'GET', path: '/role_assignments', handle: (call) => list(keystone, call) }];
}

function list(keystone: Keystone, call: Call): Answer {
  const withSubtree = isAsked(call, 'include_subtree');
  if (withSubtree) requireAdmin(call, 'list_role_assignments_for_tree');
  else requireReader(call, 'list_role_assignments');
  checkQuery(call, withSubtree);
  const effective = isAsked(call, 'effective');
  const isWanted = filterOf(keystone, call, { effective, withSubtree });
  const views: unknown[] = [];
  for (const assignment of candidates(keystone, call)) {
    const effects: Iterable<Effect> = effective
      ? effectsOf(keystone, assignment)
      : [{ assignment, roleId: assignment.roleId }];
    for (const effect of effects) {
      if (isWanted(effect)) views.push(assignmentView(keystone, call, effect));
    }
  }
  return listed(call, 'role_assignments', views);
}

function checkQuery(call: Call, withSubtree: boolean): void {
  const { query } = call;
  if (withSubtree && !query.has('scope.project.id')) {
    refuse('scope.project.id must be specified if include_subtree is also specified');
  }
  if (query.has('scope.domain.id') && query.has('scope.project.id')) {
    refuse('Specify a domain or project, not both');
  }
  if (query.has('user.id') && query.has('group.id')) refuse('Specify a user or group, not both');
  if (isAsked(call, 'effective') && query.has('group.id')) {
    refuse('Combining effective and group filter will always result in an empty list.');
  }
}

/** Not more than needed: in a cloud with many users, those of one are found by the index. */
function* candidates(keystone: Keystone, { query }: Call): Iterable<Assignment> {
  const { assignments, groups } = keystone;
  const userId = query.get('user.id');
  const groupId = query.get('group.id');
  if (groupId !== null) yield* assignments.of({ type: 'group', id: groupId });
  else if (userId === null) yield* assignments.all();
  else {
    yield* assignments.of({ type: 'user', id: userId });
    if (!isAsked({ query }, 'effective')) return;
    for (const { id, members } of groups.values()) {
      if (members.has(userId)) yield* assignments.of({ type: 'group', id });
    }
  }
}

function filterOf(
  keystone: Keystone,
  { query }: Call,
  { effective, withSubtree }: { readonly effective: boolean; readonly withSubtree: boolean },
): (effect: Effect) => boolean {
  const role = query.get('role.id');
  const user = query.get('user.id');
  const project = query.get('scope.project.id');
  // To tell what is inherited, Keystone asks what stands above it.
  if (effective && project !== null) projectAt(keystone, project);
  const isInScope = scopeFilter(keystone, query, withSubtree);
  const inherited = query.get('scope.OS-INHERIT:inherited_to');
  // Among effective ones Keystone shows none of the system, also where a filter asks for them.
  const isOfSort = ({ type }: Target): boolean =>
    effective ? type !== 'system' : !query.has('scope.system') || type === 'system';
  return ({ assignment, roleId, userId, target = assignment.target }) =>
    (role === null || role === roleId) &&
    (user === null || userId === undefined || userId === user) &&
    (inherited === null || (assignment.inherited && inherited === 'projects')) &&
    isOfSort(target) &&
    isInScope(target);
}

function scopeFilter(
  keystone: Keystone,
  query: URLSearchParams,
  withSubtree: boolean,
): (target: Target) => boolean {
  const domain = query.get('scope.domain.id');
  if (domain !== null) return ({ type, id }) => type === 'domain' && id === domain;
  const project = query.get('scope.project.id');
  if (project === null) return () => true;
  const projects = new Set([project]);
  if (withSubtree) for (const { id } of below(keystone, project)) projects.add(id);
  return ({ type, id }) => type === 'project' && projects.has(id);
}

function refuse(words: string): never {
  throw new Refusal(400, words);
}
