import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { roleAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { conflict } from './refuse.ts';
import type { Role } from './state.ts';

const ONE = '/roles/:id/implies/:implied';

/** https://docs.openstack.org/api-ref/identity/v3/#roles: a prior role, and those that come with it */
export function roleInferenceRoutes(keystone: Keystone): Route[] {
  return [
    { method: 'GET', path: '/role_inferences', handle: (call) => list(keystone, call) },
    {
      method: 'GET',
      path: '/roles/:id/implies',
      handle(call) {
        requireReader(call, 'list_implied_roles');
        const { origin } = call;
        const prior = roleAt(keystone, call.params['id'] ?? '');
        const links = { self: `${origin}/v3/roles/${prior.id}/implies` };
        return { status: 200, body: { role_inference: rule(keystone, prior, origin), links } };
      },
    },
    {
      method: 'GET',
      path: ONE,
      handle(call) {
        requireReader(call, 'get_implied_role');
        return shown(call, pairOf(keystone, call), 200);
      },
    },
    {
      method: 'HEAD',
      path: ONE,
      handle(call) {
        requireReader(call, 'check_implied_role');
        pairOf(keystone, call);
        return { status: 204 };
      },
    },
    { method: 'PUT', path: ONE, handle: (call) => make(keystone, call) },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        requireAdmin(call, 'delete_implied_role');
        const { prior, implied } = pairOf(keystone, call);
        prior.implies.delete(implied.id);
        return { status: 204 };
      },
    },
  ];
}

function list(keystone: Keystone, call: Call): Answer {
  requireReader(call, 'list_role_inference_rules');
  const rules = byId(keystone.roles.values())
    .filter(({ implies }) => implies.size > 0)
    .map((role) => rule(keystone, role, call.origin));
  return { status: 200, body: { role_inferences: rules } };
}

function make(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_implied_role');
  const prior = roleAt(keystone, call.params['id'] ?? '');
  const implied = roleAt(keystone, call.params['implied'] ?? '');
  if (implied.name === 'admin' || implied.domainId !== null) {
    throw new Refusal(403, `${implied.id} cannot be an implied roles.`);
  }
  if (prior.implies.has(implied.id)) throw conflict('implied_role', 'Duplicate entry');
  prior.implies.add(implied.id);
  return shown(call, { prior, implied }, 201);
}

interface Pair {
  readonly prior: Role;
  readonly implied: Role;
}

function pairOf(keystone: Keystone, { params }: Call): Pair {
  const prior = roleAt(keystone, params['id'] ?? '');
  const implied = roleAt(keystone, params['implied'] ?? '');
  if (!prior.implies.has(implied.id)) {
    throw new Refusal(404, `${prior.id} does not imply ${implied.id}.`);
  }
  return { prior, implied };
}

function shown({ origin }: Call, { prior, implied }: Pair, status: number): Answer {
  return {
    status,
    body: {
      role_inference: { prior_role: brief(prior, origin), implies: brief(implied, origin) },
      links: { self: `${origin}/v3/roles/${prior.id}/implies/${implied.id}` },
    },
  };
}

function rule(keystone: Keystone, prior: Role, origin: string): unknown {
  const implied = [...prior.implies].map((id) => brief(roleAt(keystone, id), origin));
  return { prior_role: brief(prior, origin), implies: implied };
}

function brief({ id, name }: Role, origin: string): unknown {
  return { id, links: { self: `${origin}/v3/roles/${id}` }, name };
}
