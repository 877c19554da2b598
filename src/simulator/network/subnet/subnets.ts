import type { Token } from '../../http/call.ts';
import { isShared, networkAsker, newcomer } from '../access.ts';
import { dropAddresses, freeAddresses, isAutomatic } from '../address/allocate.ts';
import type { Neutron } from '../neutron.ts';
import { removePort } from '../port/remove.ts';
import { conflict, missing } from '../refuse.ts';
import { ID, NAME, PROJECT, STANDARD, TAGS, attribute, byAdmin } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { boolean, integer, ip, notNegative, oneOf, orNull, uuid } from '../rest/readers.ts';
import { standardView, touch } from '../rest/thing.ts';
import type { Body, View } from '../rest/thing.ts';
import type { State, Subnet } from '../state.ts';
import { changeSubnet } from './change.ts';
import { checkNetwork, makeSubnet } from './make.ts';
import { cidr, hostRoutes, nameservers, pools, serviceTypes } from './readers.ts';

const MODES = oneOf(['dhcpv6-stateful', 'dhcpv6-stateless', 'slaac']);
const ATTRIBUTES = {
  ...ID,
  ...NAME,
  ip_version: attribute('pfs', oneOf([4, 6], integer), { required: true }),
  network_id: attribute('pfs', uuid, { required: true }),
  subnetpool_id: attribute('pfs', orNull(uuid)),
  prefixlen: attribute('p', notNegative),
  cidr: attribute('pfs', orNull(cidr)),
  gateway_ip: attribute('pufs', orNull(ip)),
  allocation_pools: attribute('pu', pools),
  dns_nameservers: attribute('pu', nameservers),
  host_routes: attribute('pu', hostRoutes),
  ...PROJECT,
  enable_dhcp: attribute('pufs', boolean, { fallback: true }),
  ipv6_ra_mode: attribute('pfs', MODES),
  ipv6_address_mode: attribute('pfs', MODES),
  shared: attribute('f', boolean),
  use_default_subnetpool: attribute('p', boolean, { fallback: false }),
  segment_id: attribute('pufs', orNull(uuid), { fallback: null, rule: byAdmin }),
  dns_publish_fixed_ip: attribute('pu', boolean, { fallback: false }),
  service_types: attribute('pu', serviceTypes, { rule: byAdmin }),
  ...STANDARD,
  ...TAGS,
};

/** https://docs.openstack.org/api-ref/network/v2/#subnets */
export function subnetsOf(neutron: Neutron): Kind<Subnet> {
  const { state } = neutron;
  const isOwner = (subnet: Subnet, token: Token): boolean =>
    owns(subnet, token) || networkAsker(state, subnet.networkId, token).ownsNetwork;
  return {
    one: 'subnet',
    many: 'subnets',
    path: '/subnets',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.subnets,
    visible: (subnet, token) => seesSubnet(state, subnet, token),
    view: viewOf,
    missing: (id) => missing('SubnetNotFound', `Subnet ${id} could not be found.`),
    candidates: (query) => {
      const ids = query.getAll('network_id');
      return ids.length === 0 ? undefined : ids.flatMap((id) => state.subnets.by('network', id));
    },
    matches: {
      shared: (subnet, values, token) =>
        values.some((value) => boolean(value, 'shared') === sharedNetwork(state, subnet, token)),
    },
    asker: (token, of) =>
      isSubnet(of) ? networkAsker(state, of.networkId, token) : newcomer(state, of, token),
    mayUpdate: isOwner,
    mayRemove: isOwner,
    beforeCreate: (body, token) => checkNetwork(state, body, { token, what: 'subnet' }),
    create: (body, { token }) => makeSubnet(neutron, body, token),
    update: (subnet, body) => changeSubnet(neutron, subnet, body),
    remove: (subnet) => removeSubnet(neutron, subnet),
  };
}

function isSubnet(of: Subnet | Body): of is Subnet {
  return 'revision' in of;
}

function sharedNetwork(state: State, { networkId }: Subnet, token: Token): boolean {
  return isShared(state, { id: networkId }, token);
}

export function seesSubnet(state: State, subnet: Subnet, token: Token): boolean {
  return owns(subnet, token) || sharedNetwork(state, subnet, token);
}

function viewOf(subnet: Subnet, token: Token): View {
  return {
    id: subnet.id,
    name: subnet.name,
    tenant_id: subnet.projectId,
    network_id: subnet.networkId,
    ip_version: subnet.ipVersion,
    subnetpool_id: subnet.subnetPoolId,
    enable_dhcp: subnet.enableDhcp,
    ipv6_ra_mode: subnet.raMode,
    ipv6_address_mode: subnet.addressMode,
    gateway_ip: subnet.gatewayIp,
    cidr: subnet.cidr,
    allocation_pools: subnet.pools,
    host_routes: subnet.hostRoutes,
    dns_nameservers: subnet.nameservers,
    service_types: subnet.serviceTypes,
    dns_publish_fixed_ip: subnet.dnsPublish,
    ...(token.isAdmin ? { segment_id: null } : {}),
    ...standardView(subnet),
  };
}

function removeSubnet(neutron: Neutron, subnet: Subnet): void {
  const { state, cloud } = neutron;
  const holders = state.ports
    .by('network', subnet.networkId)
    .filter(({ fixedIps }) => fixedIps.some(({ subnetId }) => subnetId === subnet.id));
  const inUse = holders.filter(
    ({ deviceOwner }) => deviceOwner !== 'network:dhcp' && !isAutomaticFor(subnet, deviceOwner),
  );
  if (inUse.length > 0) {
    throw conflict(
      'SubnetInUse',
      `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`,
    );
  }
  for (const port of holders) {
    const gone = port.fixedIps.filter(({ subnetId }) => subnetId === subnet.id);
    freeAddresses(state, gone);
    port.fixedIps = port.fixedIps.filter((each) => !gone.includes(each));
    touch(port, cloud.clock);
    if (port.deviceOwner === 'network:dhcp' && port.fixedIps.length === 0)
      removePort(neutron, port);
  }
  dropAddresses(state, subnet);
  state.subnets.remove(subnet);
  const network = state.networks.get(subnet.networkId);
  if (network !== undefined) touch(network, cloud.clock);
}

/** A port gives up an address that it made of its MAC; a router's interface does not. */
function isAutomaticFor(subnet: Subnet, deviceOwner: string): boolean {
  return isAutomatic(subnet) && !deviceOwner.startsWith('network:router_');
}
