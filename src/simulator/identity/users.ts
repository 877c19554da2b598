import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { rolesIn } from './effective.ts';
import { isSameName, userAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { hashOf, isSecret } from './password.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { bodyOf, extraOf, optionsWith } from './read.ts';
import { conflict, unauthorized } from './refuse.ts';
import { removeActor, revokeOf } from './remove.ts';
import { checkChange, checkNew } from './schema.ts';
import type { User } from './state.ts';
import { USER_RULES, makeUser } from './user-make.ts';
import { groupView, projectView, userView, wholeUserView } from './views.ts';

const FILTERS = ['domain_id', 'enabled', 'name'];

/** https://docs.openstack.org/api-ref/identity/v3/#users */
export function userRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'GET',
      path: '/users',
      handle(call) {
        requireReader(call, 'list_users');
        // Whom an identity provider knows as well Keystone finds twice by name.
        const byName = call.query.has('name');
        const views = [...keystone.users.values()].flatMap((user) => {
          const view = userView(user, call.origin);
          return byName && user.federated !== undefined ? [view, view] : [view];
        });
        return listed(call, 'users', filtered(call, views, FILTERS));
      },
    },
    {
      method: 'POST',
      path: '/users',
      handle(call) {
        requireAdmin(call, 'create_user');
        const user = makeUser(keystone, call, bodyOf(call, 'user'));
        return { status: 201, body: { user: wholeUserView(user, call.origin) } };
      },
    },
    {
      method: 'GET',
      path: '/users/:id',
      handle(call) {
        const user = ownOr(keystone, call, 'get_user');
        return { status: 200, body: { user: wholeUserView(user, call.origin) } };
      },
    },
    { method: 'PATCH', path: '/users/:id', handle: (call) => change(keystone, call) },
    {
      method: 'DELETE',
      path: '/users/:id',
      handle(call) {
        requireAdmin(call, 'delete_user');
        removeActor(keystone, { type: 'user', id: userAt(keystone, call.params['id'] ?? '').id });
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/users/:id/password',
      open: true,
      handle: (call) => renew(keystone, call),
    },
    { method: 'GET', path: '/users/:id/projects', handle: (call) => projects(keystone, call) },
    { method: 'GET', path: '/users/:id/groups', handle: (call) => groups(keystone, call) },
  ];
}

/** Everybody sees what is of oneself. */
function ownOr(keystone: Keystone, call: Call, action: string): User {
  const id = call.params['id'] ?? '';
  requireReader(call, action, id === call.token.userId);
  return userAt(keystone, id);
}

function change(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'update_user');
  const id = call.params['id'] ?? '';
  const user = userAt(keystone, id);
  const given = bodyOf(call, 'user');
  checkChange(given, USER_RULES);
  if ('id' in given && given['id'] !== id) throw new Refusal(400, 'Cannot change ID');
  if ('domain_id' in given && given['domain_id'] !== user.domainId) {
    throw new Refusal(400, 'Cannot change Domain ID');
  }
  apply(keystone, user, given);
  if (!user.enabled || 'password' in given) revokeOf(keystone, id);
  return { status: 200, body: { user: { ...userView(user, call.origin), extra: user.extra } } };
}

/** @throws Refusal 409 */
function apply(keystone: Keystone, user: User, given: Fields): void {
  const name = textOf(given['name']) ?? user.name;
  const isTaken = [...keystone.users.values()].some(
    (other) => other !== user && other.domainId === user.domainId && isSameName(other.name, name),
  );
  if (isTaken) throw conflict('user', `Duplicate entry found with name ${name}`);
  user.name = name;
  if (typeof given['enabled'] === 'boolean') user.enabled = given['enabled'];
  if (typeof given['password'] === 'string') user.password = hashOf(given['password']);
  if ('default_project_id' in given) user.defaultProjectId = textOf(given['default_project_id']);
  user.options = optionsWith(user.options, given['options']);
  user.extra = { ...user.extra, ...extraOf(given, KNOWN) };
}

/** A description is one of the unknown. */
const KNOWN = ['id', 'extra', ...Object.keys(USER_RULES).filter((name) => name !== 'description')];

/** A user's own new password, with the old one. */
function renew(keystone: Keystone, call: Call): Answer {
  const given = bodyOf(call, 'user');
  const text = { types: ['string'] } as const;
  checkNew(given, { original_password: text, password: text }, ['original_password', 'password']);
  const user = keystone.users.get(call.params['id'] ?? '');
  if (user === undefined || !isSecret(given['original_password'], user.password)) {
    throw unauthorized();
  }
  user.password = hashOf(String(given['password']));
  revokeOf(keystone, user.id);
  return { status: 204 };
}

/** Those in which the user has a role. */
function projects(keystone: Keystone, call: Call): Answer {
  const { id: userId } = ownOr(keystone, call, 'list_user_projects');
  const views = byId(keystone.projects.values())
    .filter(({ domainId }) => domainId !== null)
    .filter(({ id }) => rolesIn(keystone, userId, { type: 'project', id }).length > 0)
    .map((project) => projectView(project, call.origin));
  return listed(call, 'projects', filtered(call, views, ['enabled', 'name', 'domain_id']));
}

function groups(keystone: Keystone, call: Call): Answer {
  const { id: userId } = ownOr(keystone, call, 'list_groups_for_user');
  const views = byId(keystone.groups.values())
    .filter(({ members }) => members.has(userId))
    .map((group) => ({ ...groupView(group, call.origin), membership_expires_at: null }));
  return listed(call, 'groups', filtered(call, views, ['name']));
}
