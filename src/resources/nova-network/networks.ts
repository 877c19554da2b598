import type { Cloud } from '../../openstack/cloud.ts';
import { contains, formatAddress, normalCidr, parseAddress } from '../../model/address.ts';
import type { Pool } from '../../model/address.ts';
import { poolId, subnetId } from './ids.ts';
import { readNetworks, readPools } from './read.ts';
import type { FixedNetwork } from './read.ts';
import { BARE } from './shape.ts';
import type { Shaped } from './shape.ts';

/** Fixed networks, and each floating IP pool as an external network. */
export async function networks(cloud: Cloud): Promise<Shaped[]> {
  const [fixed, pools, operator] = await Promise.all([
    readNetworks(cloud),
    readPools(cloud),
    operatorsProject(cloud),
  ]);
  const inside = fixed.map((network) => ({
    ...BARE,
    id: network.id,
    name: network.label,
    admin_state_up: true,
    ...owner(network, operator),
    mtu: network.mtu ?? null,
    // Nova lets no guest use another's MAC or address.
    port_security_enabled: true,
    ...wire(network),
  }));
  const outside = pools.map((name) => ({
    ...BARE,
    id: poolId(name),
    name,
    admin_state_up: true,
    project_id: operator,
    'router:external': true,
  }));
  return [...inside, ...outside];
}

export async function subnets(cloud: Cloud): Promise<Shaped[]> {
  const [fixed, operator] = await Promise.all([readNetworks(cloud), operatorsProject(cloud)]);
  return fixed.flatMap((network) => {
    const { project_id } = owner(network, operator);
    const both = network.cidr_v6 ? [v4(network), v6(network, network.cidr_v6)] : [v4(network)];
    return both.map((subnet) => ({ ...subnet, project_id }));
  });
}

export async function operatorsProject(cloud: Cloud): Promise<string> {
  return (await cloud.identity()).projectId ?? '';
}

/** One that belongs to nobody is for all: in Neutron it is the operator's, and shared. */
export function owner(
  { project_id: project }: FixedNetwork,
  operator: string,
): { readonly project_id: string; readonly shared: boolean } {
  return project ? { project_id: project, shared: false } : { project_id: operator, shared: true };
}

function wire({ vlan, bridge, bridge_interface: device }: FixedNetwork): Omit<Shaped, 'id'> {
  return {
    'provider:network_type': typeof vlan === 'number' ? 'vlan' : 'flat',
    'provider:physical_network': device ?? bridge ?? null,
    'provider:segmentation_id': vlan ?? null,
  };
}

function v4(network: FixedNetwork): Shaped {
  const { id, label, gateway, dns1, dns2 } = network;
  const cidr = rangeOf(network.cidr);
  const gatewayIp = gateway ?? null;
  return {
    ...BARE,
    id: subnetId(id, 4),
    name: label,
    network_id: id,
    cidr,
    ip_version: 4,
    gateway_ip: gatewayIp,
    enable_dhcp: network.enable_dhcp ?? true,
    allocation_pools: poolsOf(cidr, network.dhcp_start ?? undefined, gatewayIp ?? undefined),
    dns_nameservers: [dns1, dns2].filter((address) => typeof address === 'string'),
    host_routes: [],
  };
}

/** Nova's radvd announces the range, and guests take their addresses themselves. */
function v6({ id, label, gateway_v6: told }: FixedNetwork, range: string): Shaped {
  const cidr = rangeOf(range);
  // Once the network runs, Nova notes the bridge's link-local address in its place.
  const gatewayIp = told && contains(cidr, told) ? told : nth(cidr, 1n);
  return {
    ...BARE,
    id: subnetId(id, 6),
    name: label,
    network_id: id,
    cidr,
    ip_version: 6,
    gateway_ip: gatewayIp,
    enable_dhcp: true,
    allocation_pools: poolsOf(cidr, undefined, gatewayIp),
    dns_nameservers: [],
    host_routes: [],
    ipv6_ra_mode: 'slaac',
    ipv6_address_mode: 'slaac',
  };
}

/** From where Nova begins to give out addresses to the end of the range, around the gateway: Neutron refuses one in a pool. */
function poolsOf(cidr: string, first: string | undefined, gateway: string | undefined): Pool[] {
  const { bits, value: base } = parseAddress(nth(cidr, 0n));
  const size = 1n << BigInt(bits - Number(cidr.split('/')[1]));
  const start = first === undefined ? base + 1n : parseAddress(first).value;
  const end = base + size - (bits === 32 ? 2n : 1n);
  const middle = gateway === undefined ? undefined : parseAddress(gateway).value;
  const parts =
    middle === undefined || middle < start || middle > end
      ? [[start, end] as const]
      : [[start, middle - 1n] as const, [middle + 1n, end] as const];
  const written = (value: bigint): string => compact(formatAddress({ bits, value }));
  return parts
    .filter(([from, to]) => from <= to)
    .map(([from, to]) => ({ start: written(from), end: written(to) }));
}

function nth(cidr: string, number: bigint): string {
  const { bits, value } = parseAddress(cidr.split('/')[0] ?? '');
  return compact(formatAddress({ bits, value: value + number }));
}

/** An IPv6 address as Neutron writes it, with its zeros left out. */
function compact(address: string): string {
  return address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
}

function rangeOf(text: string): string {
  const [address = '', length] = normalCidr(text).split('/');
  return `${compact(address)}/${length}`;
}
