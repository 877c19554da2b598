import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { rolesIn } from './effective.ts';
import type { Keystone } from './keystone.ts';
import { namedDomain, namedProject } from './named.ts';
import { prove } from './proof.ts';
import type { Proof } from './proof.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { wholeOf } from './read.ts';
import { missing, unauthorized } from './refuse.ts';
import { TEXT, check, checkNew } from './schema.ts';
import type { Scope, StoredToken } from './state.ts';
import { isScopeGood, isUserGood, issue, validate } from './tokens.ts';

const NAMED = { id: TEXT, name: TEXT };
const USER = { types: ['object'], known: { ...NAMED, password: TEXT } } as const;
const METHODS = { types: ['array'], items: TEXT } as const;

/** @throws Refusal 400 */
export function authOf(call: Call): Fields {
  const auth = wholeOf(call)['auth'];
  if (auth === undefined) throw missing('auth');
  check(auth, { types: ['object'] });
  const fields = auth as Fields;
  checkNew(fields, { identity: { types: ['object'] } }, ['identity']);
  checkNew(fieldsOf(fields['identity']) ?? {}, { methods: METHODS }, ['methods'], ['identity']);
  const { user } = fieldsOf(fieldsOf(fields['identity'])?.['password']) ?? {};
  if (user !== undefined) check(user, USER, ['identity', 'password', 'user']);
  return fields;
}

/** Answers a new token for the body of POST /auth/tokens. @throws Refusal 400, 401, 403, 404 */
export function logIn(keystone: Keystone, auth: Fields): StoredToken {
  const identity = fieldsOf(auth['identity']) ?? {};
  const methods = identity['methods'] as readonly string[];
  const proof = oneProof(methods.map((method) => prove(keystone, identity, method)));
  const { userId, from, applicationCredentialId } = proof;
  if (!isUserGood(keystone, userId)) throw unauthorized();
  if (proof.scope !== undefined && auth['scope'] !== undefined) {
    throw new Refusal(
      401,
      'Error authenticating with application credential: Application credentials cannot request a scope.',
    );
  }
  const scope = proof.scope ?? scopeOf(keystone, auth['scope'], userId);
  const token = issue(keystone, { userId, scope, methods, from, applicationCredentialId });
  const roles = validate(keystone, token.id)?.roles ?? [];
  if (scope.type !== 'unscoped' && roles.length === 0) {
    keystone.tokens.delete(token.id);
    throw unauthorized();
  }
  return token;
}

/** All methods must have shown the same user. */
function oneProof(proofs: readonly Proof[]): Proof {
  const [first] = proofs;
  if (first === undefined || proofs.some(({ userId }) => userId !== first.userId)) {
    throw unauthorized();
  }
  return Object.assign({}, ...proofs) as Proof;
}

function scopeOf(keystone: Keystone, asked: unknown, userId: string): Scope {
  if (asked === undefined || asked === null) return usualScope(keystone, userId);
  if (asked === 'unscoped') return { type: 'unscoped' };
  const scope = fieldsOf(asked) ?? {};
  if ('system' in scope) return { type: 'system' };
  if ('unscoped' in scope) return { type: 'unscoped' };
  const { type, id } = placeOf(keystone, scope);
  if (id === undefined || !isScopeGood(keystone, { type, id })) throw unauthorized();
  return { type, id };
}

function placeOf(
  keystone: Keystone,
  scope: Fields,
): { readonly type: 'project' | 'domain'; readonly id: string | undefined } {
  const project = fieldsOf(scope['project']);
  if (project !== undefined) {
    return { type: 'project', id: namedProject(keystone, project)?.id };
  }
  if (fieldsOf(scope['domain']) === undefined) {
    throw missing('system, project, domain, OS-TRUST:trust or unscoped', 'scope');
  }
  const domain = namedDomain(keystone, scope, { where: 'scope', what: 'scope' });
  return { type: 'domain', id: domain?.id };
}

/** The user's default project, where the user has a role there. */
function usualScope(keystone: Keystone, userId: string): Scope {
  const id = keystone.users.get(userId)?.defaultProjectId;
  if (typeof id !== 'string') return { type: 'unscoped' };
  const scope = { type: 'project', id } as const;
  const isGood = isScopeGood(keystone, scope) && rolesIn(keystone, userId, scope).length > 0;
  return isGood ? scope : { type: 'unscoped' };
}
