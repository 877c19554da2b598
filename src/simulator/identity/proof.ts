import { Refusal } from '../http/refusal.ts';
import type { Keystone } from './keystone.ts';
import { namedUser } from './named.ts';
import { isSecret } from './password.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { forbidden, missing, unauthorized } from './refuse.ts';
import type { Scope, StoredToken } from './state.ts';
import { notValid } from './subject.ts';
import { validate } from './tokens.ts';

/** Who logs in, as one method has shown. */
export interface Proof {
  readonly userId: string;
  readonly from?: StoredToken;
  readonly applicationCredentialId?: string;
  /** Fixed by the way of logging in. */
  readonly scope?: Scope;
}

/** @throws Refusal 400, 401, 404 */
export function prove(keystone: Keystone, identity: Fields, method: string): Proof {
  const given = fieldsOf(identity[method]);
  if (given === undefined) throw missing(method, 'identity');
  if (method === 'password') return byPassword(keystone, given);
  if (method === 'token') return byToken(keystone, given);
  if (method === 'application_credential') return byCredential(keystone, given);
  throw new Refusal(401, 'Attempted to authenticate with an unsupported method.');
}

function byPassword(keystone: Keystone, given: Fields): Proof {
  const named = fieldsOf(given['user']);
  if (named === undefined) throw missing('user', 'None');
  const user = namedUser(keystone, named, 'identity/password/user');
  if (user === undefined || !isSecret(named['password'], user.password)) throw unauthorized();
  return { userId: user.id };
}

function byToken(keystone: Keystone, given: Fields): Proof {
  const id = textOf(given['id']) ?? '';
  const from = validate(keystone, id)?.token;
  if (from === undefined) throw notValid(keystone, id);
  if (from.applicationCredentialId !== undefined) {
    throw forbidden('Using a delegated token to create another token is not allowed.');
  }
  return { userId: from.userId, from };
}

function byCredential(keystone: Keystone, given: Fields): Proof {
  const id = textOf(given['id']);
  const all = keystone.applicationCredentials;
  const found = id === undefined ? byOwner(keystone, given) : all.get(id);
  if (found === undefined && id !== undefined) {
    throw new Refusal(404, `Could not find Application Credential: ${id}.`);
  }
  if (found === undefined || !isSecret(given['secret'], found.secret)) throw unauthorized();
  const { expiresAt } = found;
  if (expiresAt !== null && new Date(`${expiresAt}Z`) <= keystone.cloud.clock.now()) {
    throw unauthorized();
  }
  return {
    userId: found.userId,
    applicationCredentialId: found.id,
    scope: { type: 'project', id: found.projectId },
  };
}

function byOwner(
  keystone: Keystone,
  given: Fields,
): ReturnType<Keystone['applicationCredentials']['get']> {
  const where = 'identity/application_credential/user';
  const owner = namedUser(keystone, fieldsOf(given['user']) ?? {}, where);
  return [...keystone.applicationCredentials.values()].find(
    (each) => each.userId === owner?.id && each.name === given['name'],
  );
}
