import type { Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { SYSTEM } from './assignments-store.ts';
import { domainAt, groupAt, projectAt, roleAt, userAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import type { Actor, Assignment, Target } from './state.ts';
import { roleView } from './views.ts';

/** One place where roles are given: whose, for what, inherited or not. */
interface Sort {
  /** Below it `/roles` or `/roles/:role`. */
  readonly path: string;
  readonly actor: Actor['type'];
  readonly target: Target['type'];
  readonly inherited: boolean;
}

/** https://docs.openstack.org/api-ref/identity/v3/#roles: PUT, GET, DELETE of a grant */
export function grantRoutes(keystone: Keystone): Route[] {
  return sorts().flatMap((sort) => {
    const end = sort.inherited ? '/inherited_to_projects' : '';
    const one = `${sort.path}/roles/:role${end}`;
    const routes: Route[] = [
      { method: 'PUT', path: one, handle: (call) => give(keystone, call, sort) },
      { method: 'GET', path: one, handle: (call) => check(keystone, call, sort) },
      { method: 'DELETE', path: one, handle: (call) => take(keystone, call, sort) },
    ];
    const all = `${sort.path}/roles${end}`;
    // Keystone lists the inherited ones of domains only.
    if (!sort.inherited || sort.target === 'domain') {
      routes.push({ method: 'GET', path: all, handle: (call) => list(keystone, call, sort) });
    }
    return routes;
  });
}

function sorts(): Sort[] {
  return (['user', 'group'] as const).flatMap((actor) => [
    { path: `/system/${actor}s/:actor`, actor, target: 'system', inherited: false },
    ...(['project', 'domain'] as const).flatMap((target) => {
      const path = `/${target}s/:target/${actor}s/:actor`;
      return [
        { path, actor, target, inherited: false },
        { path: `/OS-INHERIT${path}`, actor, target, inherited: true },
      ];
    }),
  ]);
}

function give(keystone: Keystone, call: Call, sort: Sort): { status: number } {
  roleAt(keystone, call.params['role'] ?? '');
  requireAdmin(
    call,
    sort.target === 'system' ? `create_system_grant_for_${sort.actor}` : 'create_grant',
  );
  const assignment = grantOf(keystone, call, sort);
  actorAt(keystone, assignment.actor);
  checkDomainRole(keystone, assignment);
  keystone.assignments.add(assignment);
  return { status: 204 };
}

function check(keystone: Keystone, call: Call, sort: Sort): { status: number } {
  requireReader(
    call,
    sort.target === 'system' ? `check_system_grant_for_${sort.actor}` : 'check_grant',
  );
  const assignment = grantOf(keystone, call, sort);
  if (!keystone.assignments.has(assignment)) throw noGrant(assignment);
  return { status: 204 };
}

function take(keystone: Keystone, call: Call, sort: Sort): { status: number } {
  roleAt(keystone, call.params['role'] ?? '');
  requireAdmin(
    call,
    sort.target === 'system' ? `revoke_system_grant_for_${sort.actor}` : 'revoke_grant',
  );
  const assignment = grantOf(keystone, call, sort);
  if (!keystone.assignments.remove(assignment)) throw noGrant(assignment);
  const { applicationCredentials } = keystone;
  for (const { id, userId, projectId } of applicationCredentials.values()) {
    if (userId === assignment.actor.id && projectId === assignment.target.id) {
      applicationCredentials.delete(id);
    }
  }
  return { status: 204 };
}

function list(keystone: Keystone, call: Call, sort: Sort): ReturnType<typeof listed> {
  requireReader(
    call,
    sort.target === 'system' ? `list_system_grants_for_${sort.actor}` : 'list_grants',
  );
  const target = targetOf(keystone, call, sort);
  const actor = { type: sort.actor, id: call.params['actor'] ?? '' };
  actorAt(keystone, actor);
  const roles = [...keystone.assignments.of(actor)]
    .filter((each) => each.target.type === target.type && each.target.id === target.id)
    .filter(({ inherited }) => inherited === sort.inherited)
    .map(({ roleId }) => roleAt(keystone, roleId));
  return listed(
    call,
    'roles',
    byId(roles).map((role) => roleView(role, call.origin)),
  );
}

function grantOf(keystone: Keystone, call: Call, sort: Sort): Assignment {
  const { id: roleId } = roleAt(keystone, call.params['role'] ?? '');
  return {
    actor: { type: sort.actor, id: call.params['actor'] ?? '' },
    target: targetOf(keystone, call, sort),
    roleId,
    inherited: sort.inherited,
  };
}

function targetOf(keystone: Keystone, { params }: Call, { target: type }: Sort): Target {
  if (type === 'system') return SYSTEM;
  const at = type === 'domain' ? domainAt : projectAt;
  return { type, id: at(keystone, params['target'] ?? '').id };
}

function actorAt(keystone: Keystone, { type, id }: Actor): void {
  if (type === 'user') userAt(keystone, id);
  else groupAt(keystone, id);
}

/** A domain's role is for that domain's projects. */
function checkDomainRole(keystone: Keystone, { target, roleId }: Assignment): void {
  const { domainId } = roleAt(keystone, roleId);
  if (domainId === null || target.type === 'domain') return;
  if (target.type === 'system') {
    throw new Refusal(
      400,
      `Role ${roleId} is a domain-specific role. Unable to use a domain-specific role in a system assignment.`,
    );
  }
  if (projectAt(keystone, target.id).domainId === domainId) return;
  throw new Refusal(
    403,
    `Project ${target.id} must be in the same domain as the role ${roleId} being assigned.`,
  );
}

function noGrant({ actor, target, roleId }: Assignment): Refusal {
  return new Refusal(
    404,
    `Could not find role assignment with role: ${roleId}, user or group: ${actor.id}, project, domain, or system: ${target.id}.`,
  );
}
