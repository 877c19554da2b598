import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { domainAt, isSameName } from './find.ts';
import type { Keystone } from './keystone.ts';
import { hashOf } from './password.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { federatedOf } from './federation.ts';
import { extraOf, optionsWith } from './read.ts';
import { conflict } from './refuse.ts';
import { FLAG, FLAG_OR_NULL, ID, TEXT_OR_NULL, checkNew, nameRule } from './schema.ts';
import type { Rule } from './schema.ts';
import { newId } from './state.ts';
import type { User } from './state.ts';

export const USER_RULES: Readonly<Record<string, Rule>> = {
  name: nameRule(255),
  default_project_id: TEXT_OR_NULL,
  domain_id: ID,
  description: TEXT_OR_NULL,
  enabled: FLAG,
  password: TEXT_OR_NULL,
  federated: { types: ['array'] },
  options: {
    types: ['object'],
    properties: {
      ignore_change_password_upon_first_use: FLAG_OR_NULL,
      ignore_password_expiry: FLAG_OR_NULL,
      ignore_lockout_failure_attempts: FLAG_OR_NULL,
      lock_password: FLAG_OR_NULL,
      ignore_user_inactivity: FLAG_OR_NULL,
      multi_factor_auth_enabled: FLAG_OR_NULL,
      multi_factor_auth_rules: { types: ['array', 'null'] },
    },
  },
};

/** @throws Refusal 400, 404, 409 */
export function makeUser(keystone: Keystone, { token }: Call, given: Fields): User {
  checkNew(given, USER_RULES, ['name']);
  const name = textOf(given['name']) ?? '';
  const home = textOf(given['default_project_id']);
  if (home !== undefined && keystone.projects.get(home)?.domainId === null) {
    throw new Refusal(400, `User's default project ID cannot be a domain ID: ${home}`);
  }
  const domainId = domainOf(keystone, token, given);
  const isTaken = [...keystone.users.values()].some(
    (other) => other.domainId === domainId && isSameName(other.name, name),
  );
  if (isTaken) {
    throw conflict('user', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
  }
  const federated = federatedOf(keystone, given);
  const user: User = {
    id: newId(),
    name,
    domainId,
    enabled: given['enabled'] !== false,
    password: typeof given['password'] === 'string' ? hashOf(given['password']) : undefined,
    defaultProjectId: home,
    options: optionsWith({}, given['options']),
    extra: extraOf(
      given,
      ['id', ...Object.keys(USER_RULES)].filter((each) => each !== 'description'),
    ),
    ...(federated !== undefined && { federated }),
  };
  keystone.users.set(user.id, user);
  return user;
}

/** Of a new user or group: where the body names none, that of the token. @throws Refusal 404 */
export function domainOf(keystone: Keystone, token: Call['token'], given: Fields): string {
  const own = keystone.projects.get(token.projectId ?? '')?.domainId;
  const id = textOf(given['domain_id']) ?? token.domainId ?? own ?? 'default';
  return domainAt(keystone, id).id;
}
