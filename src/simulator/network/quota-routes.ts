import type { Answer, Call, Route } from '../http/call.ts';
import type { Neutron } from './neutron.ts';
import { DEFAULT_QUOTA, quotaOf, usedOf } from './quota.ts';
import type { Counted } from './quota.ts';
import { forbidden, missing } from './refuse.ts';
import { attribute } from './rest/attributes.ts';
import { bodiesOf, readChange } from './rest/body.ts';
import { between } from './rest/readers.ts';
import { ok } from './rest/routes.ts';
import type { State } from './state.ts';

const NAMES = Object.keys(DEFAULT_QUOTA) as Counted[];

const ATTRIBUTES = Object.fromEntries(NAMES.map((name) => [name, attribute('u', between(-1))]));

const ONE = '/quotas/:id';

/** https://docs.openstack.org/api-ref/network/v2/#quotas-extension-quotas */
export function quotaRoutes({ state }: Neutron): Route[] {
  return [
    {
      method: 'GET',
      path: '/quotas',
      handle(call) {
        checkMay(call, 'get');
        const ids = [...state.quotas.keys()].toSorted();
        const quotas = ids.map((id) => ({ ...quotaOf(state, id), project_id: id, tenant_id: id }));
        return ok({ quotas });
      },
    },
    ...(['tenant', 'project'] as const).map((word): Route => ({
      method: 'GET',
      path: `/quotas/${word}`,
      handle: ({ token }) => ok({ [word]: { [`${word}_id`]: token.projectId } }),
    })),
    {
      method: 'GET',
      path: ONE,
      handle: (call) => ok({ quota: quotaOf(state, checkMay(call, 'get')) }),
    },
    { method: 'GET', path: `${ONE}/default`, handle: defaults },
    ...['details', 'details.json'].map((word): Route => ({
      method: 'GET',
      path: `${ONE}/${word}`,
      handle: (call) => ok({ quota: detailsOf(state, checkMay(call, 'get')) }),
    })),
    { method: 'PUT', path: ONE, handle: (call) => set(state, call) },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        const id = checkMay(call, 'delete');
        if (state.quotas.delete(id)) return { status: 204 };
        throw missing('TenantQuotaNotFound', `Quota for tenant ${id} could not be found.`);
      },
    },
  ];
}

function defaults(call: Call): Answer {
  checkMay(call, 'get');
  return ok({ quota: DEFAULT_QUOTA });
}

function detailsOf(state: State, id: string): unknown {
  const limits = quotaOf(state, id);
  return Object.fromEntries(
    NAMES.map((name) => [
      name,
      { limit: limits[name], used: usedOf(state, name, id), reserved: 0 },
    ]),
  );
}

function set(state: State, call: Call): Answer {
  const id = checkMay(call, 'update');
  const { bodies } = bodiesOf(call.json, { one: 'quota' });
  const values = readChange(bodies[0], ATTRIBUTES) as Record<string, number>;
  state.quotas.set(id, { ...state.quotas.get(id), ...values });
  return ok({ quota: quotaOf(state, id) });
}

/** Answers the project. One's own may be looked at. */
function checkMay({ params, token }: Call, action: 'get' | 'update' | 'delete'): string {
  const id = params['id'] ?? '';
  if (token.isAdmin || (action === 'get' && id !== '' && id === token.projectId)) return id;
  throw forbidden(`rule:${action}_quota`);
}
