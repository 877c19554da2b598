import type { Call, Handler, Route } from '../http/call.ts';
import type { Keystone } from './keystone.ts';
import { authOf, logIn } from './login.ts';
import { requireAdminOr } from './policy.ts';
import { notValid, subjectOf } from './subject.ts';
import { tokenView } from './token-view.ts';
import { validate } from './tokens.ts';

/** https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management */
export function authRoutes(keystone: Keystone): Route[] {
  return [
    {
      method: 'POST',
      path: '/auth/tokens',
      open: true,
      handle: (call) => answer(keystone, call, logIn(keystone, authOf(call)).id, 201),
    },
    {
      method: 'GET',
      path: '/auth/tokens',
      handle(call) {
        const subject = subjectOf(call);
        const isOwn = keystone.tokens.get(subject)?.userId === call.token.userId;
        const isReader = call.token.system && call.token.roles.includes('reader');
        const isService = call.token.roles.includes('service');
        if (validate(keystone, subject) === undefined) throw notValid(keystone, subject);
        requireAdminOr(call, 'validate_token', isOwn || isReader || isService);
        return answer(keystone, call, subject, 200);
      },
    },
    {
      method: 'DELETE',
      path: '/auth/tokens',
      handle(call) {
        const subject = subjectOf(call);
        if (validate(keystone, subject) === undefined) throw notValid(keystone, subject);
        const isOwn = keystone.tokens.get(subject)?.userId === call.token.userId;
        requireAdminOr(call, 'revoke_token', isOwn);
        keystone.tokens.delete(subject);
        return { status: 204 };
      },
    },
  ];
}

function answer(
  keystone: Keystone,
  { query }: Call,
  id: string,
  status: number,
): ReturnType<Handler> {
  const found = validate(keystone, id);
  if (found === undefined) throw notValid(keystone, id);
  return {
    status,
    headers: { 'X-Subject-Token': id },
    body: { token: tokenView(keystone, found, !query.has('nocatalog')) },
  };
}
