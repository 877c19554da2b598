import { SHARED, dropPolicies, grant, isShared, sees, sharedWithAll } from '../access.ts';
import type { Neutron } from '../neutron.ts';
import { conflict, forbidden } from '../refuse.ts';
import { ID, NAME, PROJECT, STANDARD, TAGS, attribute } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { boolean } from '../rest/readers.ts';
import { change, newThing, renamed, standardView } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { QosPolicy, State } from '../state.ts';
import { qosPolicyMissing } from './bind.ts';
import type { Token } from '../../http/call.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  shared: attribute('puf', boolean, { fallback: false }),
  is_default: attribute('pufs', boolean, { fallback: false }),
  ...PROJECT,
  rules: attribute(''),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#quality-of-service */
export function qosPoliciesOf(neutron: Neutron): Kind<QosPolicy> {
  const { state } = neutron;
  return {
    one: 'policy',
    many: 'policies',
    path: '/qos/policies',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.qosPolicies,
    visible: (policy, token) => sees(state, policy, token),
    view: (policy, token) => viewOf(state, policy, token),
    missing: qosPolicyMissing,
    mayUpdate: (_policy, { isAdmin }) => isAdmin,
    mayRemove: (_policy, { isAdmin }) => isAdmin,
    beforeCreate(_body, { isAdmin }) {
      if (!isAdmin) throw forbidden('rule:create_policy');
    },
    create: (body) => makePolicy(neutron, body),
    update: (policy, body) => changePolicy(neutron, policy, body),
    remove: (policy) => removePolicy(state, policy),
  };
}

function viewOf(state: State, policy: QosPolicy, token: Token): View {
  return {
    id: policy.id,
    name: policy.name,
    shared: isShared(state, policy, token),
    // Of another project's, Neutron does not find out.
    is_default: policy.isDefault && owns(policy, token),
    rules: policy.rules.map(({ id, type, values }) => ({
      ...values,
      id,
      qos_policy_id: policy.id,
      type,
    })),
    tenant_id: policy.projectId,
    ...standardView(policy),
  };
}

function makePolicy({ state, cloud }: Neutron, body: Body): QosPolicy {
  const policy: QosPolicy = {
    ...newThing(cloud.clock, body, 0),
    isDefault: body['is_default'] as boolean,
    rules: [],
  };
  if (policy.isDefault) checkOnlyDefault(state, policy);
  state.qosPolicies.add(policy);
  setShared(state, policy, body['shared'] as boolean);
  return policy;
}

function changePolicy({ state, cloud }: Neutron, policy: QosPolicy, body: Body): void {
  if (body['is_default'] === true) checkOnlyDefault(state, policy);
  setShared(state, policy, body['shared'] as boolean | undefined);
  const names = { name: 'name', description: 'description', is_default: 'isDefault' };
  change(policy, cloud.clock, renamed(body, names));
}

function checkOnlyDefault(state: State, { id, projectId }: QosPolicy): void {
  const others = state.qosPolicies.by('project', projectId);
  if (!others.some((each) => each.isDefault && each.id !== id)) return;
  const message = `A default QoS policy exists for project ${projectId}.`;
  throw conflict('QoSPolicyDefaultAlreadyExists', message);
}

function setShared(state: State, policy: QosPolicy, shared: boolean | undefined): void {
  const given = sharedWithAll(state, policy.id);
  if (shared === false && given !== undefined) state.policies.remove(given);
  if (shared === true && given === undefined) grant(state, 'qos_policy', policy, SHARED);
}

function removePolicy(state: State, policy: QosPolicy): void {
  const user = userOf(state, policy.id);
  if (user !== undefined) {
    const message = `QoS Policy ${policy.id} is used by ${user}.`;
    throw conflict('QosPolicyInUse', message);
  }
  dropPolicies(state, policy.id);
  state.qosPolicies.remove(policy);
}

function userOf(state: State, id: string): string | undefined {
  const network = state.networks.sorted().find(({ qosPolicyId }) => qosPolicyId === id);
  const port = state.ports.sorted().find(({ qosPolicyId }) => qosPolicyId === id);
  const floating = state.floatingIps.sorted().find(({ qosPolicyId }) => qosPolicyId === id);
  const router = state.routers.sorted().find(({ gateway }) => gateway?.qosPolicyId === id);
  if (port !== undefined) return `port ${port.id}`;
  if (network !== undefined) return `network ${network.id}`;
  if (floating !== undefined) return `fip ${floating.id}`;
  return router && `router ${router.id}`;
}
