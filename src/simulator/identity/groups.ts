import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { groupAt, isSameName, userAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { textOf } from './fields.ts';
import { bodyOf, extraOf } from './read.ts';
import { conflict } from './refuse.ts';
import { removeActor } from './remove.ts';
import { ID, TEXT_OR_NULL, checkChange, checkNew, nameRule } from './schema.ts';
import { newId } from './state.ts';
import type { Group } from './state.ts';
import { domainOf } from './user-make.ts';
import { groupView, userView } from './views.ts';

const RULES = { name: nameRule(64), domain_id: ID, description: TEXT_OR_NULL };
const KNOWN = ['id', ...Object.keys(RULES)];

/** https://docs.openstack.org/api-ref/identity/v3/#groups */
export function groupRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'GET',
      path: '/groups',
      handle(call) {
        requireReader(call, 'list_groups');
        const views = byId(keystone.groups.values()).map((group) => groupView(group, call.origin));
        return listed(call, 'groups', filtered(call, views, ['domain_id', 'name']));
      },
    },
    { method: 'POST', path: '/groups', handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: '/groups/:id',
      handle(call) {
        requireReader(call, 'get_group');
        const group = groupAt(keystone, call.params['id'] ?? '');
        return { status: 200, body: { group: groupView(group, call.origin) } };
      },
    },
    { method: 'PATCH', path: '/groups/:id', handle: (call) => change(keystone, call) },
    {
      method: 'DELETE',
      path: '/groups/:id',
      handle(call) {
        requireAdmin(call, 'delete_group');
        removeActor(keystone, { type: 'group', id: groupAt(keystone, call.params['id'] ?? '').id });
        return { status: 204 };
      },
    },
    ...memberRoutes(keystone),
  ];
}

function make(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_group');
  const given = bodyOf(call, 'group');
  checkNew(given, RULES, ['name']);
  const group: Group = {
    id: newId(),
    name: textOf(given['name']) ?? '',
    domainId: domainOf(keystone, call.token, given),
    description: textOf(given['description']) ?? '',
    members: new Set(),
    extra: extraOf(given, KNOWN),
  };
  checkName(keystone, group);
  keystone.groups.set(group.id, group);
  return { status: 201, body: { group: groupView(group, call.origin) } };
}

function change(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'update_group');
  const given = bodyOf(call, 'group');
  checkChange(given, RULES);
  const group = groupAt(keystone, call.params['id'] ?? '');
  if ('domain_id' in given && given['domain_id'] !== group.domainId) {
    throw new Refusal(400, 'Cannot change Domain ID');
  }
  const name = textOf(given['name']) ?? group.name;
  checkName(keystone, { ...group, name });
  group.name = name;
  if ('description' in given) group.description = textOf(given['description']) ?? '';
  group.extra = { ...group.extra, ...extraOf(given, KNOWN) };
  return { status: 200, body: { group: groupView(group, call.origin) } };
}

function checkName({ groups }: Keystone, { id, name, domainId }: Group): void {
  const isTaken = [...groups.values()].some(
    (other) => other.id !== id && other.domainId === domainId && isSameName(other.name, name),
  );
  if (!isTaken) return;
  throw conflict('group', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
}

function memberRoutes(keystone: Keystone): Route[] {
  const path = '/groups/:id/users/:user';
  const at = ({ params }: Call): { group: Group; userId: string } => {
    const group = groupAt(keystone, params['id'] ?? '');
    return { group, userId: userAt(keystone, params['user'] ?? '').id };
  };
  return [
    {
      method: 'GET',
      path: '/groups/:id/users',
      handle(call) {
        requireReader(call, 'list_users_in_group');
        const { members } = groupAt(keystone, call.params['id'] ?? '');
        const views = [...members].map((id) => userView(userAt(keystone, id), call.origin));
        return listed(call, 'users', filtered(call, views, ['domain_id', 'enabled', 'name']));
      },
    },
    {
      method: 'PUT',
      path,
      handle(call) {
        requireAdmin(call, 'add_user_to_group');
        const { group, userId } = at(call);
        group.members.add(userId);
        return { status: 204 };
      },
    },
    {
      method: 'GET',
      path,
      handle(call) {
        requireReader(call, 'check_user_in_group', call.params['user'] === call.token.userId);
        const { group, userId } = at(call);
        if (!group.members.has(userId)) throw noMember(group, userId);
        return { status: 204 };
      },
    },
    {
      method: 'DELETE',
      path,
      handle(call) {
        requireAdmin(call, 'remove_user_from_group');
        const { group, userId } = at(call);
        if (!group.members.delete(userId)) throw noMember(group, userId);
        return { status: 204 };
      },
    },
  ];
}

function noMember({ id }: Group, userId: string): Refusal {
  return new Refusal(404, `User '${userId}' not found in group '${id}'`);
}
