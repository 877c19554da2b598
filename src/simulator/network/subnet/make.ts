import type { Token } from '../../http/call.ts';
import { Refusal } from '../../http/refusal.ts';
import { networkMissing, seesNetwork } from '../access.ts';
import { isAutomatic, takeAddresses } from '../address/allocate.ts';
import { overlaps, parseCidr } from '../address/cidr.ts';
import type { Cidr } from '../address/cidr.ts';
import { formatIp, parseIp } from '../address/ip.ts';
import { automaticAddress } from '../address/mac.ts';
import type { Neutron } from '../neutron.ts';
import { str } from '../../python.ts';
import { allocate, checkAffinity, poolFor } from '../pool/allocate.ts';
import { checkQuota } from '../quota.ts';
import { badResource, invalidInput } from '../refuse.ts';
import { newThing, touch } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { HostRoute, Network, Pool, State, Subnet } from '../state.ts';
import { checkGateway, checkPools, defaultPools } from './pools.ts';

/** @throws Refusal 400, 404, 409 */
export function makeSubnet(neutron: Neutron, body: Body, token: Token): Subnet {
  const { state, cloud } = neutron;
  const network = networkOf(state, body);
  checkQuota(state, 'subnet', body['project_id'] as string);
  const { cidr, pool } = rangeFor(state, network, { body, token });
  checkModes(body, cidr);
  const gatewayIp = gatewayFor(body, cidr);
  const given = body['allocation_pools'] as readonly Pool[] | undefined;
  if (given !== undefined) {
    checkPools(cidr, given);
    checkGateway(gatewayIp, given);
  }
  checkOverlap(state, network, cidr);
  const subnet: Subnet = {
    ...newThing(cloud.clock, body, 0),
    networkId: network.id,
    ipVersion: body['ip_version'] as number,
    cidr: cidr.text,
    subnetPoolId: pool,
    raMode: (body['ipv6_ra_mode'] as string | undefined) ?? null,
    addressMode: (body['ipv6_address_mode'] as string | undefined) ?? null,
    enableDhcp: body['enable_dhcp'] as boolean,
    gatewayIp,
    pools: given ?? defaultPools(cidr, gatewayIp),
    nameservers: (body['dns_nameservers'] as string[] | undefined) ?? [],
    hostRoutes: (body['host_routes'] as HostRoute[] | undefined) ?? [],
    dnsPublish: body['dns_publish_fixed_ip'] === true,
    serviceTypes: (body['service_types'] as string[] | undefined) ?? [],
  };
  state.subnets.add(subnet);
  touch(network, cloud.clock);
  if (isAutomatic(subnet)) addressPorts(neutron, network, subnet);
  return subnet;
}

/** Of a new port or subnet: Neutron asks for the network's owner before it asks its rules. @throws Refusal 403, 404 */
export function checkNetwork(
  state: State,
  body: Body,
  { token, what }: { readonly token: Token; readonly what: 'port' | 'subnet' },
): void {
  // An administrator is told of it after all else.
  if (token.isAdmin) return;
  const network = networkOf(state, body);
  if (!seesNetwork(state, network, token)) throw networkMissing(network.id);
  const own = network.projectId === token.projectId;
  const shared = state.policies
    .by('object', network.id)
    .some(
      ({ action, target }) =>
        action === 'access_as_shared' && ['*', token.projectId].includes(target),
    );
  if (own || shared) return;
  const message = `Tenant ${token.projectId} not allowed to create ${what} on this network`;
  throw new Refusal(403, message, 'HTTPForbidden');
}

/** @throws Refusal 404 */
export function networkOf(state: State, body: Body): Network {
  const id = body['network_id'] as string;
  const network = state.networks.get(id);
  if (network === undefined) throw networkMissing(id);
  return network;
}

/** The range, and the pool it is from. */
function rangeFor(
  state: State,
  network: Network,
  { body, token }: { readonly body: Body; readonly token: Token },
): { readonly cidr: Cidr; readonly pool: string | null } {
  checkRange(body);
  const pool = poolFor(state, body, token);
  const cidr = pool === undefined ? cidrFor(body) : allocate(state, pool, body);
  const poolId = pool?.id ?? null;
  checkAffinity(state, network, { version: body['ip_version'] as number, poolId });
  return { cidr, pool: poolId };
}

function checkRange({ cidr, prefixlen }: Body): void {
  if (typeof cidr !== 'string' || prefixlen === undefined) return;
  throw badResource('subnets', 'cidr and prefixlen must not be supplied together');
}

function cidrFor(body: Body): Cidr {
  const { cidr: given, ip_version: version } = body;
  if (given === undefined || given === null) {
    throw badResource('subnets', 'a subnetpool must be specified in the absence of a cidr');
  }
  const cidr = parseCidr(given);
  if (cidr === undefined) throw invalidInput(`${str(given)} is not in a CIDR format`);
  if (cidr.bits !== (version === 4 ? 32 : 128)) {
    throw invalidInput(`cidr '${str(given)}' does not match the ip_version '${str(version)}'`);
  }
  const dhcp = body['enable_dhcp'] === true;
  if (dhcp && cidr.first === 0n)
    throw invalidInput(
      `First IP '${formatIp({ bits: cidr.bits, value: 0n })}' of network is not supported if enable_dhcp is True.`,
    );
  if (dhcp && cidr.length >= cidr.bits - 1)
    throw invalidInput('Subnet has a prefix length that is incompatible with DHCP service enabled');
  return cidr;
}

function checkModes(body: Body, cidr: Cidr): void {
  const { ipv6_ra_mode: ra, ipv6_address_mode: mode, ip_version: version } = body;
  if (ra === undefined && mode === undefined) return;
  if (version === 4) {
    const name = ra === undefined ? 'ipv6_address_mode' : 'ipv6_ra_mode';
    throw invalidInput(`${name} is not valid when ip_version is 4`);
  }
  if (body['enable_dhcp'] === false) {
    throw invalidInput(
      'ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False',
    );
  }
  if (ra !== undefined && mode !== undefined && ra !== mode) {
    throw invalidInput(
      `ipv6_ra_mode set to '${str(ra)}' with ipv6_address_mode set to '${str(mode)}' is not valid. If both attributes are set, they must be the same value`,
    );
  }
  const automatic = [ra, mode].some((each) => each === 'slaac' || each === 'dhcpv6-stateless');
  if (automatic && cidr.length !== 64) {
    throw invalidInput(
      `Invalid CIDR ${cidr.text} for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires the prefix to be /64`,
    );
  }
}

function checkOverlap(state: State, network: Network, cidr: Cidr): void {
  const hit = state.subnets.by('network', network.id).some((each) => {
    const other = parseCidr(each.cidr);
    return other !== undefined && overlaps(other, cidr);
  });
  if (!hit) return;
  throw invalidInput(
    `Requested subnet with cidr: ${cidr.text} for network: ${network.id} overlaps with another subnet`,
  );
}

function gatewayFor(body: Body, cidr: Cidr): string | null {
  const given = body['gateway_ip'] as string | null | undefined;
  if (given === undefined) {
    const value = cidr.bits === 32 && cidr.length < 31 ? cidr.first + 1n : cidr.first;
    return formatIp({ bits: cidr.bits, value });
  }
  checkGatewayAddress(given, cidr);
  return given;
}

/** @throws Refusal 400 for an address that no router can have; one outside the subnet is fine */
export function checkGatewayAddress(gateway: string | null, cidr: Cidr): void {
  const ip = gateway === null ? undefined : parseIp(gateway);
  if (ip === undefined) return;
  if (ip.bits !== cidr.bits) {
    throw invalidInput(
      `gateway_ip '${gateway}' does not match the ip_version '${cidr.bits === 32 ? 4 : 6}'`,
    );
  }
  const edge = ip.value === cidr.first || ip.value === cidr.last;
  if (cidr.bits === 32 && cidr.length < 31 && edge)
    throw invalidInput('Gateway is not valid on subnet');
}

/** The ports that are there already get an address in an automatic subnet. */
function addressPorts({ state, cloud }: Neutron, network: Network, subnet: Subnet): void {
  for (const port of state.ports.by('network', network.id)) {
    if (port.deviceOwner.startsWith('network:router_')) continue;
    const ip = { subnetId: subnet.id, ipAddress: automaticAddress(subnet.cidr, port.macAddress) };
    takeAddresses(state, port.id, [ip]);
    port.fixedIps = [...port.fixedIps, ip];
    touch(port, cloud.clock);
  }
}
