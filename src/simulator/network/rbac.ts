import { randomUUID } from 'node:crypto';
import { EXTERNAL, SHARED } from './access.ts';
import type { Neutron } from './neutron.ts';
import { repr } from '../python.ts';
import { checkScopeIsShared } from './pool/subnet-pools.ts';
import { checkQuota } from './quota.ts';
import { badRequest, broken, conflict, invalidInput, missing } from './refuse.ts';
import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';
import { ID, PROJECT, anyone, attribute } from './rest/attributes.ts';
import type { Rule } from './rest/attributes.ts';
import { owns } from './rest/kind.ts';
import type { Kind } from './rest/kind.ts';
import { string, uuid } from './rest/readers.ts';
import type { Reader } from './rest/readers.ts';
import type { Body, View } from './rest/thing.ts';
import type { RbacPolicy, State } from './state.ts';

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  network: [SHARED, EXTERNAL],
  security_group: [SHARED],
  address_scope: [SHARED],
  subnetpool: [SHARED],
  address_group: [SHARED],
  qos_policy: [SHARED],
};
const free = { create: anyone, update: anyone };
const noWildcard: Rule = ({ token }, value) => token.isAdmin || value !== '*';

const objectType: Reader = (value) => {
  if (typeof value === 'string' && Object.hasOwn(ACTIONS, value)) return value;
  throw invalidInput(`'${String(value)}' is not a valid RBAC object type`);
};

const ATTRIBUTES = {
  ...ID,
  object_type: attribute('pf', objectType, { required: true, rule: free }),
  object_id: attribute('pf', uuid, { required: true, rule: free }),
  target_tenant: attribute('puf', string(255), {
    required: true,
    rule: { create: noWildcard, update: noWildcard },
  }),
  ...PROJECT,
  action: attribute('pf', string(255), { required: true, rule: free }),
};

/** https://docs.openstack.org/api-ref/network/v2/#rbac-policies */
export function policiesOf({ state }: Neutron): Kind<RbacPolicy> {
  return {
    one: 'rbac_policy',
    many: 'rbac_policies',
    path: '/rbac-policies',
    paged: false,
    attributes: ATTRIBUTES,
    shelf: state.policies,
    visible: owns,
    view: viewOf,
    missing: (id) => policyMissing(state, id),
    candidates: (query) => {
      const objects = query.getAll('object_id');
      return objects.length === 0
        ? undefined
        : [...new Set(objects)].flatMap((id) => state.policies.by('object', id));
    },
    create: (body, call) => makePolicy(state, body, call),
    update: (policy, body) => {
      const target = body['target_tenant'] as string | undefined;
      if (target === undefined || target === policy.target) return;
      checkNotNeeded(state, policy);
      policy.target = target;
    },
    remove(policy) {
      checkNotNeeded(state, policy);
      state.policies.remove(policy);
      const external = state.policies
        .by('object', policy.objectId)
        .some(({ action }) => action === EXTERNAL);
      const network = state.networks.get(policy.objectId);
      if (network !== undefined) network.external = external;
    },
  };
}

function viewOf(policy: RbacPolicy): View {
  return {
    id: policy.id,
    project_id: policy.projectId,
    action: policy.action,
    object_id: policy.objectId,
    target_tenant: policy.target,
    object_type: policy.objectType,
    tenant_id: policy.projectId,
  };
}

function policyMissing(state: State, id: string): Refusal {
  const type = state.policies.get(id)?.objectType ?? 'unknown';
  return missing('RbacPolicyNotFound', `RBAC policy of type ${type} with ID ${id} not found`);
}

function makePolicy(state: State, body: Body, { token }: Call): RbacPolicy {
  const objectType = body['object_type'] as string;
  const objectId = body['object_id'] as string;
  const action = body['action'] as string;
  const target = body['target_tenant'] as string;
  const projectId = body['project_id'] as string;
  const object = objectOf(state, objectType, objectId);
  checkAction(objectType, action, object !== undefined);
  if (object === undefined) throw badRequest(`Object ${objectId} of type ${objectType} not found`);
  if (!owns(object, token))
    throw invalidInput('Only admins can manipulate policies on objects they do not own');
  checkQuota(state, 'rbac_policy', projectId);
  const same = state.policies
    .by('object', objectId)
    .some((each) => each.action === action && each.target === target);
  if (same) {
    const message = 'An RBAC policy already exists with those values.';
    throw conflict('DuplicateRbacPolicy', message);
  }
  const pool = state.pools.get(objectId);
  if (pool !== undefined) checkScopeIsShared(state, pool, target);
  const policy = { id: randomUUID(), projectId, objectType, objectId, action, target };
  state.policies.add(policy);
  const network = state.networks.get(objectId);
  if (action === EXTERNAL && network !== undefined) network.external = true;
  return policy;
}

/** @throws Refusal 400, 500 */
function checkAction(objectType: string, action: string, isThere: boolean): void {
  const valid = ACTIONS[objectType] ?? [];
  const isValid = valid.includes(action);
  // Zed breaks on both mistakes where the object is of a newer type.
  const isNewer = ['address_scope', 'subnetpool', 'address_group'].includes(objectType);
  if (isNewer && (!isThere || !isValid)) throw broken();
  if (isValid) return;
  const list = valid.map(repr).join(', ');
  const actions = valid.length === 1 ? `(${list},)` : `(${list})`;
  const message = `Invalid action '${action}' for object type '${objectType}'. Valid actions: ${actions}`;
  throw new Refusal(400, message, 'InvalidActionForType');
}

function objectOf(
  state: State,
  type: string,
  id: string,
): { readonly projectId: string } | undefined {
  if (type === 'network') return state.networks.get(id);
  if (type === 'qos_policy') return state.qosPolicies.get(id);
  if (type === 'security_group') return state.groups.get(id);
  if (type === 'address_scope') return state.scopes.get(id);
  if (type === 'subnetpool') return state.pools.get(id);
  return type === 'address_group' ? state.addressGroups.get(id) : undefined;
}

/** @throws Refusal 409 where ports of the project that it lets in are there */
function checkNotNeeded(state: State, policy: RbacPolicy): void {
  const { objectId, target, projectId, action } = policy;
  if (action !== SHARED || policy.objectType !== 'network') return;
  const others = state.policies
    .by('object', objectId)
    .some((each) => each !== policy && each.action === SHARED && each.target === '*');
  const needed = state.ports
    .by('network', objectId)
    .some(
      (port) =>
        port.projectId !== '' &&
        port.projectId !== projectId &&
        (target === '*' || port.projectId === target),
    );
  if (others || !needed) return;
  const network = state.networks.get(objectId)?.name ?? '';
  throw conflict(
    'RbacPolicyInUse',
    `RBAC policy on object ${objectId} cannot be removed because other objects depend on it.\nDetails: Unable to reconfigure sharing settings for network ${network}. Multiple tenants are using it.`,
  );
}
