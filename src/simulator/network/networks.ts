import { dropPolicies, isShared, networkMissing, seesNetwork } from './access.ts';
import { dnsDomain } from './dns/readers.ts';
import { changeNetwork } from './network-change.ts';
import { makeNetwork } from './network-make.ts';
import type { Neutron } from './neutron.ts';
import { conflict } from './refuse.ts';
import {
  ID,
  NAME,
  PROJECT,
  STANDARD,
  TAGS,
  UP,
  attribute,
  anyone,
  byAdmin,
} from './rest/attributes.ts';
import type { Kind } from './rest/kind.ts';
import { boolean, integer, notNegative, orNull, string, uuid, zoneHints } from './rest/readers.ts';
import { standardView } from './rest/thing.ts';
import type { View } from './rest/thing.ts';
import { dropAddresses } from './address/allocate.ts';
import { removePort } from './port/remove.ts';
import type { Network, State } from './state.ts';
import type { Token } from '../http/call.ts';

const ATTRIBUTES = {
  ...ID,
  ...NAME,
  subnets: attribute(''),
  ...UP,
  status: attribute('fs'),
  ...PROJECT,
  shared: attribute('puf', boolean, { fallback: false, rule: byAdmin }),
  ipv4_address_scope: attribute(''),
  ipv6_address_scope: attribute(''),
  is_default: attribute('puf', boolean, { fallback: false, rule: byAdmin }),
  'router:external': attribute('puf', boolean, { fallback: false, rule: byAdmin }),
  l2_adjacency: attribute(''),
  segments: attribute('pu', undefined, { rule: byAdmin }),
  availability_zones: attribute(''),
  availability_zone_hints: attribute('ps', zoneHints, { fallback: [] }),
  mtu: attribute('pufs', notNegative, {
    fallback: 0,
    rule: { create: anyone, update: anyone },
  }),
  port_security_enabled: attribute('pu', boolean, {
    fallback: true,
    rule: { create: anyone, update: anyone },
  }),
  dns_domain: attribute('pu', dnsDomain, { fallback: '' }),
  qos_policy_id: attribute('pu', orNull(uuid), { rule: { create: anyone, update: anyone } }),
  'provider:network_type': attribute('puf', string(32), { rule: byAdmin }),
  'provider:physical_network': attribute('puf', string(64), { rule: byAdmin }),
  'provider:segmentation_id': attribute('puf', integer, { rule: byAdmin }),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#networks */
export function networksOf(neutron: Neutron): Kind<Network> {
  const { state } = neutron;
  return {
    one: 'network',
    many: 'networks',
    path: '/networks',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.networks,
    visible: (network, token) => seesNetwork(state, network, token),
    view: (network, token) => viewOf(state, network, token),
    created: (network, token) => ({
      ...viewOf(state, network, token),
      is_default: network.isDefault,
    }),
    missing: networkMissing,
    create: (body, { token }) => makeNetwork(neutron, body, token),
    update: (network, body, { token }) => changeNetwork(neutron, network, body, token),
    remove: (network) => removeNetwork(neutron, network),
  };
}

function viewOf(state: State, network: Network, token: Token): View {
  return {
    id: network.id,
    name: network.name,
    tenant_id: network.projectId,
    admin_state_up: network.adminStateUp,
    mtu: network.mtu,
    status: 'ACTIVE',
    subnets: state.subnets
      .by('network', network.id)
      .map(({ id }) => id)
      .toSorted(),
    shared: isShared(state, network, token),
    availability_zone_hints: [],
    availability_zones: [],
    ipv4_address_scope: scopeOf(state, network, 4),
    ipv6_address_scope: scopeOf(state, network, 6),
    'router:external': network.external,
    port_security_enabled: network.portSecurity,
    qos_policy_id: network.qosPolicyId,
    dns_domain: network.dnsDomain,
    l2_adjacency: true,
    ...(network.external ? { is_default: network.isDefault } : {}),
    ...standardView(network),
    ...(token.isAdmin ? providerView(network) : {}),
  };
}

/** That of the pool its subnets come from. */
function scopeOf(state: State, { id }: Network, version: number): string | null {
  const pools = state.subnets
    .by('network', id)
    .filter(({ ipVersion }) => ipVersion === version)
    .map(({ subnetPoolId }) => state.pools.get(subnetPoolId ?? '')?.scopeId ?? null);
  return pools.find((scope) => scope !== null) ?? null;
}

function providerView({ type, physicalNetwork, segmentationId }: Network): View {
  return {
    'provider:network_type': type,
    'provider:physical_network': physicalNetwork,
    'provider:segmentation_id': segmentationId,
  };
}

function removeNetwork(neutron: Neutron, network: Network): void {
  const { state } = neutron;
  const ports = state.ports.by('network', network.id);
  const inUse = ports.filter(({ deviceOwner }) => deviceOwner !== 'network:dhcp');
  if (inUse.length > 0) {
    const ids = inUse.map(({ id }) => id).join(',');
    throw conflict(
      'NetworkInUse',
      `Unable to complete operation on network ${network.id}. There are one or more ports still in use on the network, id for these ports is: ${ids}.`,
    );
  }
  for (const port of ports) removePort(neutron, port);
  for (const subnet of state.subnets.by('network', network.id)) {
    dropAddresses(state, subnet);
    state.subnets.remove(subnet);
  }
  dropPolicies(state, network.id);
  state.networks.remove(network);
}
