import { randomInt } from 'node:crypto';
import { conflict, invalidInput, missing } from '../refuse.ts';
import { Refusal } from '../../http/refusal.ts';
import type { FixedIp, Network, State, Subnet } from '../state.ts';
import { holds, parseCidr } from './cidr.ts';
import { formatIp, parseIp } from './ip.ts';
import { automaticAddress } from './mac.ts';

export interface Wish {
  readonly subnet_id?: string;
  readonly ip_address?: string;
}

export interface Wanted {
  /** Undefined: whatever the network's subnets give by themselves. */
  readonly wishes: readonly Wish[] | undefined;
  readonly mac: string;
  readonly deviceOwner: string;
  /** What a port that is changed has: kept where a wish fits. */
  readonly held?: readonly FixedIp[];
}

const AUTOMATIC = ['slaac', 'dhcpv6-stateless'];
const RANDOM_TRIES = 64;

/** Addresses for a port: nothing is taken yet. @throws Refusal 400, 404, 409 */
export function chooseAddresses(state: State, network: Network, wanted: Wanted): FixedIp[] {
  const subnets = state.subnets.by('network', network.id).toSorted(byId);
  const usable = subnets.filter((subnet) => serves(subnet, wanted.deviceOwner));
  const chosen =
    wanted.wishes === undefined
      ? byThemselves(state, network, usable)
      : asWished(state, network, subnets, wanted);
  if (!isRouterPort(wanted.deviceOwner)) addAutomatic(usable, wanted.mac, chosen);
  return chosen.toSorted((one, other) => (one.ipAddress < other.ipAddress ? -1 : 1));
}

export function takeAddresses(state: State, portId: string, ips: readonly FixedIp[]): void {
  for (const { subnetId, ipAddress } of ips) takenIn(state, subnetId).set(ipAddress, portId);
}

export function freeAddresses(state: State, ips: readonly FixedIp[]): void {
  for (const { subnetId, ipAddress } of ips) state.addresses.get(subnetId)?.delete(ipAddress);
}

export function dropAddresses({ addresses }: State, { id }: Subnet): void {
  addresses.delete(id);
}

export function isAutomatic({ addressMode, raMode, ipVersion }: Subnet): boolean {
  if (ipVersion !== 6) return false;
  return (
    AUTOMATIC.includes(addressMode ?? '') ||
    (addressMode === null && AUTOMATIC.includes(raMode ?? ''))
  );
}

function isRouterPort(deviceOwner: string): boolean {
  return (
    deviceOwner.startsWith('network:router_') ||
    deviceOwner === 'network:ha_router_replicated_interface'
  );
}

function byId(one: Subnet, other: Subnet): number {
  return one.id < other.id ? -1 : 1;
}

function serves({ serviceTypes }: Subnet, deviceOwner: string): boolean {
  if (serviceTypes.length === 0) return true;
  return serviceTypes.some(
    (type) => deviceOwner === type || (type.endsWith(':') && deviceOwner.startsWith(type)),
  );
}

/** One of IPv4 and one of IPv6. */
function byThemselves(state: State, { id }: Network, subnets: readonly Subnet[]): FixedIp[] {
  const chosen: FixedIp[] = [];
  for (const version of [4, 6]) {
    const candidates = subnets.filter(
      (subnet) => subnet.ipVersion === version && !isAutomatic(subnet),
    );
    if (candidates.length === 0) continue;
    const found = firstFree(state, candidates);
    if (found === undefined) {
      const message = `No more IP addresses available on network ${id}.`;
      throw conflict('IpAddressGenerationFailure', message);
    }
    chosen.push(found);
  }
  return chosen;
}

function firstFree(state: State, subnets: readonly Subnet[]): FixedIp | undefined {
  for (const subnet of subnets) {
    const ipAddress = freeAddress(state, subnet, []);
    if (ipAddress !== undefined) return { subnetId: subnet.id, ipAddress };
  }
  return undefined;
}

function asWished(
  state: State,
  network: Network,
  subnets: readonly Subnet[],
  { wishes = [], held = [], mac, deviceOwner }: Wanted,
): FixedIp[] {
  const chosen: FixedIp[] = [];
  const open: Wish[] = [];
  const rest = [...held];
  const exactFirst = [...wishes.filter(isExact), ...wishes.filter((wish) => !isExact(wish))];
  for (const wish of exactFirst) {
    const kept = rest.findIndex((ip) => fits(ip, wish));
    if (kept === -1) open.push(wish);
    else chosen.push(...rest.splice(kept, 1));
  }
  for (const wish of open) {
    const subnet = subnetFor(state, network, subnets, wish);
    chosen.push({
      subnetId: subnet.id,
      ipAddress:
        wish.ip_address === undefined
          ? anyIn(state, subnet, { mac, deviceOwner, chosen })
          : exactIn(state, subnet, { address: wish.ip_address, deviceOwner }),
    });
  }
  return chosen;
}

function isExact(wish: Wish): boolean {
  return wish.ip_address !== undefined;
}

function fits(ip: FixedIp, wish: Wish): boolean {
  if (wish.ip_address !== undefined && wish.ip_address !== ip.ipAddress) return false;
  return wish.subnet_id === undefined || wish.subnet_id === ip.subnetId;
}

function subnetFor(state: State, network: Network, subnets: readonly Subnet[], wish: Wish): Subnet {
  if (wish.subnet_id !== undefined) {
    const subnet = state.subnets.get(wish.subnet_id);
    if (subnet === undefined) {
      throw missing('SubnetNotFound', `Subnet ${wish.subnet_id} could not be found.`);
    }
    if (subnet.networkId === network.id) return subnet;
    throw invalidInput(
      `Failed to create port on network ${network.id}, because fixed_ips included invalid subnet ${subnet.id}`,
    );
  }
  if (wish.ip_address === undefined)
    throw invalidInput('IP allocation requires subnet_id or ip_address');
  if (subnets.length === 0) throw invalidInput('IP allocation requires subnets for network');
  const address = parseIp(wish.ip_address);
  const found = subnets.find(({ cidr }) => {
    const range = parseCidr(cidr);
    return address !== undefined && range !== undefined && holds(range, address);
  });
  if (found !== undefined) return found;
  throw new Refusal(
    400,
    `IP address ${wish.ip_address} is not a valid IP for any of the subnets on the specified network.`,
    'InvalidIpForNetwork',
  );
}

function anyIn(
  state: State,
  subnet: Subnet,
  about: {
    readonly mac: string;
    readonly deviceOwner: string;
    readonly chosen: readonly FixedIp[];
  },
): string {
  if (isAutomatic(subnet) && !isRouterPort(about.deviceOwner))
    return automaticAddress(subnet.cidr, about.mac);
  const address = freeAddress(state, subnet, about.chosen);
  if (address !== undefined) return address;
  const message = `No more IP addresses available for subnet ${subnet.id}.`;
  throw conflict('IpAddressGenerationFailureForSubnet', message);
}

function exactIn(
  state: State,
  subnet: Subnet,
  { address, deviceOwner }: { readonly address: string; readonly deviceOwner: string },
): string {
  if (!isHostOf(subnet, address)) {
    const message = `IP address ${address} is not a valid IP for the specified subnet.`;
    throw new Refusal(400, message, 'InvalidIpForSubnet');
  }
  if (isAutomatic(subnet) && !isRouterPort(deviceOwner)) {
    throw new Refusal(
      400,
      `IPv6 address ${address} cannot be directly assigned to a port on subnet ${subnet.id} as the subnet is configured for automatic addresses`,
      'AllocationOnAutoAddressSubnet',
    );
  }
  if (takenIn(state, subnet.id).has(address)) {
    const message = `IP address ${address} already allocated in subnet ${subnet.id}`;
    throw conflict('IpAddressAlreadyAllocated', message);
  }
  return address;
}

/** Neither the network's own address nor, with IPv4, the broadcast address. */
function isHostOf({ cidr }: Pick<Subnet, 'cidr'>, address: string): boolean {
  const range = parseCidr(cidr);
  const ip = parseIp(address);
  if (range === undefined || ip === undefined || !holds(range, ip)) return false;
  if (range.bits === 128 || range.length >= 31) return true;
  return ip.value !== range.first && ip.value !== range.last;
}

function addAutomatic(subnets: readonly Subnet[], mac: string, chosen: FixedIp[]): void {
  for (const subnet of subnets) {
    if (!isAutomatic(subnet) || chosen.some(({ subnetId }) => subnetId === subnet.id)) continue;
    chosen.push({ subnetId: subnet.id, ipAddress: automaticAddress(subnet.cidr, mac) });
  }
}

function takenIn({ addresses }: State, subnetId: string): Map<string, string> {
  const found = addresses.get(subnetId) ?? new Map<string, string>();
  addresses.set(subnetId, found);
  return found;
}

/** One at random, as Neutron takes them; the first one free where luck does not find one. */
function freeAddress(state: State, subnet: Subnet, chosen: readonly FixedIp[]): string | undefined {
  const taken = takenIn(state, subnet.id);
  const isFree = (text: string): boolean =>
    !taken.has(text) && !chosen.some(({ ipAddress }) => ipAddress === text);
  for (const pool of subnet.pools) {
    const start = parseIp(pool.start);
    const end = parseIp(pool.end);
    if (start === undefined || end === undefined) continue;
    const size = Number(end.value - start.value) + 1;
    for (let tries = 0; tries < RANDOM_TRIES; tries++) {
      const offset = BigInt(randomInt(Math.min(size, 2 ** 32)));
      const text = formatIp({ bits: start.bits, value: start.value + offset });
      if (isFree(text)) return text;
    }
    for (let value = start.value; value <= end.value; value++) {
      const text = formatIp({ bits: start.bits, value });
      if (isFree(text)) return text;
    }
  }
  return undefined;
}
