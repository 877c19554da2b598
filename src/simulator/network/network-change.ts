import { EXTERNAL, SHARED, grant, sharedWithAll } from './access.ts';
import type { Token } from '../http/call.ts';
import { mtuOf } from './network-make.ts';
import type { Neutron } from './neutron.ts';
import { checkRules, policyOf } from './qos/bind.ts';
import { conflict, invalidInput } from './refuse.ts';
import { change, renamed, touch } from './rest/thing.ts';
import type { Body } from './rest/thing.ts';
import type { Network, State } from './state.ts';

/** @throws Refusal 400, 409 */
export function changeNetwork(
  { state, cloud }: Neutron,
  network: Network,
  body: Body,
  token: Token,
): void {
  if (Object.keys(body).some((name) => name.startsWith('provider:'))) {
    throw invalidInput(
      'Plugin does not support updating the following provider network attributes: provider:physical_network, provider:network_type',
    );
  }
  const mtu = body['mtu'] === undefined ? undefined : mtuOf(network.type, body['mtu'] as number);
  const qosPolicyId = policyOf(state, body, token);
  checkRules(state, qosPolicyId, { network: network.id });
  const policies = state.policies.size;
  setShared(state, network, body['shared'] as boolean | undefined);
  setExternal(state, network, body['router:external'] as boolean | undefined);
  const values = renamed(body, {
    name: 'name',
    description: 'description',
    admin_state_up: 'adminStateUp',
    dns_domain: 'dnsDomain',
    is_default: 'isDefault',
    port_security_enabled: 'portSecurity',
  });
  const isTouched = change(network, cloud.clock, {
    ...values,
    ...(mtu === undefined ? {} : { mtu }),
    ...(qosPolicyId === undefined ? {} : { qosPolicyId }),
  });
  if (!isTouched && policies !== state.policies.size) touch(network, cloud.clock);
}

function setShared(state: State, network: Network, shared: boolean | undefined): void {
  const policy = sharedWithAll(state, network.id);
  if (shared === true && policy === undefined) grant(state, 'network', network, SHARED);
  if (shared !== false || policy === undefined) return;
  checkNoStrangers(state, network);
  state.policies.remove(policy);
}

/** @throws Refusal 409 where other projects have ports in it */
function checkNoStrangers(state: State, { id, name, projectId }: Network): void {
  const strangers = state.ports
    .by('network', id)
    .some((port) => port.projectId !== '' && port.projectId !== projectId);
  if (!strangers) return;
  throw conflict(
    'InvalidSharedSetting',
    `Unable to reconfigure sharing settings for network ${name}. Multiple tenants are using it.`,
  );
}

function setExternal(state: State, network: Network, external: boolean | undefined): void {
  if (external === undefined || external === network.external) return;
  if (external) grant(state, 'network', network, EXTERNAL);
  else {
    checkNoGateways(state, network);
    for (const policy of state.policies.by('object', network.id)) {
      if (policy.action === EXTERNAL) state.policies.remove(policy);
    }
  }
  network.external = external;
}

function checkNoGateways(state: State, { id }: Network): void {
  const ports = state.ports.by('network', id);
  if (!ports.some(({ deviceOwner }) => deviceOwner === 'network:router_gateway')) return;
  throw conflict(
    'ExternalNetworkInUse',
    `External network ${id} cannot be updated to be made non-external, since it has existing gateway ports.`,
  );
}
