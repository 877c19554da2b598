import type { Answer, Call, Route } from '../http/call.ts';
import { found, roleAt, userAt } from './find.ts';
import { fieldsOf, textOf } from './fields.ts';
import type { Keystone } from './keystone.ts';
import { filtered, listed } from './list.ts';
import { requireReader } from './policy.ts';
import { bodyOf } from './read.ts';
import { forbidden } from './refuse.ts';
import { FLAG, ID, checkNew } from './schema.ts';
import { newId } from './state.ts';
import type { Trust } from './state.ts';
import { roleView } from './views.ts';

const ALL = '/OS-TRUST/trusts';
const ONE = `${ALL}/:id`;
const RULES = { trustor_user_id: ID, trustee_user_id: ID, impersonation: FLAG };

/** They are kept and shown; nobody logs in with one. https://docs.openstack.org/api-ref/identity/v3-ext/#os-trust-api */
export function trustRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Trust => found(keystone.trusts, 'trust', params['id'] ?? '');
  const isOwn = (call: Call): boolean => at(call).trustorId === call.token.userId;
  return [
    { method: 'GET', path: ALL, handle: (call) => list(keystone, call) },
    { method: 'POST', path: ALL, handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: ONE,
      handle(call) {
        requireReader(call, 'get_trust', isOwn(call));
        return shown(keystone, call, at(call), 200);
      },
    },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        // Also an administrator removes what is another's.
        requireReader(call, 'delete_trust', isOwn(call));
        keystone.trusts.delete(at(call).id);
        return { status: 204 };
      },
    },
  ];
}

function list(keystone: Keystone, call: Call): Answer {
  const { query, token } = call;
  const trustor = query.get('trustor_user_id');
  const trustee = query.get('trustee_user_id');
  if (trustor !== null) {
    requireReader(call, 'list_trusts_for_trustor', trustor === token.userId);
  }
  if (trustee !== null) {
    requireReader(call, 'list_trusts_for_trustee', trustee === token.userId);
  }
  if (trustor === null && trustee === null) requireReader(call, 'list_trusts');
  const views = [...keystone.trusts.values()].map((trust) => view(trust, call.origin));
  return listed(call, 'trusts', filtered(call, views, ['trustor_user_id', 'trustee_user_id']));
}

/** Only for oneself, and of roles that one has. */
function make(keystone: Keystone, call: Call): Answer {
  const given = bodyOf(call, 'trust');
  checkNew(given, RULES, ['trustor_user_id', 'trustee_user_id', 'impersonation']);
  const trustorId = textOf(given['trustor_user_id']) ?? '';
  if (trustorId !== call.token.userId) throw forbidden('identity:create_trust');
  const roles = Array.isArray(given['roles']) ? (given['roles'] as unknown[]) : [];
  if (roles.length === 0) throw forbidden('At least one role should be specified');
  const trust: Trust = {
    id: newId(),
    trustorId,
    trusteeId: userAt(keystone, textOf(given['trustee_user_id']) ?? '').id,
    projectId: textOf(given['project_id']) ?? null,
    impersonation: given['impersonation'] === true,
    roleIds: roles.map((each) => roleAt(keystone, textOf(fieldsOf(each)?.['id']) ?? '').id),
    expiresAt: textOf(given['expires_at']) ?? null,
  };
  keystone.trusts.set(trust.id, trust);
  return shown(keystone, call, trust, 201);
}

function shown(keystone: Keystone, call: Call, trust: Trust, status: number): Answer {
  const { origin } = call;
  const roles = trust.roleIds.flatMap((id) => {
    const role = keystone.roles.get(id);
    return role === undefined ? [] : [roleView(role, origin)];
  });
  const roles_links = { self: `${origin}/v3/${trust.id}/roles`, next: null, previous: null };
  return { status, body: { trust: { roles, roles_links, ...view(trust, origin) } } };
}

function view({ id, trustorId, trusteeId, projectId, ...trust }: Trust, origin: string) {
  return {
    id,
    trustor_user_id: trustorId,
    trustee_user_id: trusteeId,
    project_id: projectId,
    impersonation: trust.impersonation,
    expires_at: trust.expiresAt,
    remaining_uses: null,
    deleted_at: null,
    redelegated_trust_id: null,
    redelegation_count: 0,
    links: { self: `${origin}/v3/OS-TRUST/trusts/${id}` },
  };
}
