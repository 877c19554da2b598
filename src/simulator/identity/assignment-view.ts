import type { Call } from '../http/call.ts';
import type { Effect } from './expand.ts';
import type { Keystone } from './keystone.ts';
import { isAsked } from './list.ts';
import type { Actor, Assignment, Target } from './state.ts';

type View = Record<string, unknown>;

/** One entry of GET /role_assignments. */
export function assignmentView(keystone: Keystone, call: Call, effect: Effect): View {
  const { assignment, roleId, userId, target = assignment.target } = effect;
  const names = isAsked(call, 'include_names') ? keystone : undefined;
  const actor: Actor = userId === undefined ? assignment.actor : { type: 'user', id: userId };
  return {
    links: linksOf(call.origin, effect),
    scope: {
      ...scopeOf(target, names),
      ...(assignment.inherited && { 'OS-INHERIT:inherited_to': 'projects' }),
    },
    [actor.type]: actorOf(actor, names),
    role: roleOf(roleId, names),
  };
}

function linksOf(origin: string, { assignment, roleId, userId, priorId }: Effect): View {
  const { actor } = assignment;
  const isMember = actor.type === 'group' && userId !== undefined;
  return {
    assignment: `${origin}/v3${pathOf(assignment, priorId ?? roleId)}`,
    ...(isMember && { membership: `${origin}/v3/groups/${actor.id}/users/${userId}` }),
    ...(priorId !== undefined && {
      prior_role: `${origin}/v3/prior_role/${roleId}/implies/${priorId}`,
    }),
  };
}

function pathOf({ actor, target, inherited }: Assignment, roleId: string): string {
  const place = target.type === 'system' ? '/system' : `/${target.type}s/${target.id}`;
  const path = `${place}/${actor.type}s/${actor.id}/roles/${roleId}`;
  return inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
}

function scopeOf({ type, id }: Target, names: Keystone | undefined): View {
  if (type === 'system') return { system: { all: true } };
  const project = names?.projects.get(id);
  if (names === undefined || project === undefined) return { [type]: { id } };
  if (type === 'domain') return { domain: { id, name: project.name } };
  return { project: { id, name: project.name, domain: domainOf(names, project.domainId) } };
}

function actorOf({ type, id }: Actor, names: Keystone | undefined): View {
  const actor = type === 'user' ? names?.users.get(id) : names?.groups.get(id);
  if (names === undefined || actor === undefined) return { id };
  return { id, name: actor.name, domain: domainOf(names, actor.domainId) };
}

function roleOf(id: string, names: Keystone | undefined): View {
  const role = names?.roles.get(id);
  if (names === undefined || role === undefined) return { id };
  const { name, domainId } = role;
  return { id, name, ...(domainId !== null && { domain: domainOf(names, domainId) }) };
}

function domainOf({ projects }: Keystone, id: string | null): View {
  return { id, name: projects.get(id ?? '')?.name };
}
