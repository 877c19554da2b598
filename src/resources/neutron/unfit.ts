import { ANY } from '../../model/address-mapping.ts';
import { automaticAddress, contains } from '../../model/address.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { isAutomatic, subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { getOne } from './collection.ts';
import type { Subject } from './concern.ts';

interface Fixed {
  readonly subnet_id: string;
  readonly ip_address: string;
}

interface Holder extends Subject {
  /** `Port front` */
  readonly title: string;
  /** Of a port. */
  readonly mac_address?: string;
}

/** An address, and what it is in the source. */
interface Wanted extends Fixed {
  readonly was: string;
}

/**
 * Blockers: addresses that the subnet which is to hold them does not have, or has for its gateway, or that are not the ones which it
 * makes of MACs. Neutron refuses most of them in the middle of a migration; a gateway's it gives away, and the network loses its way
 * out. `was`: the same addresses in the source.
 */
export async function unfitAddresses(
  context: PreflightContext,
  holder: Holder,
  addresses: readonly Fixed[],
  was: readonly Fixed[],
): Promise<Concern[]> {
  const found = await Promise.all(
    addresses.map(async (fixed, index): Promise<Concern[]> => {
      const there = fixed.ip_address === ANY ? undefined : await subnetFor(context, fixed);
      if (there === undefined) return [];
      const wanted = { ...fixed, was: was[index]?.ip_address ?? fixed.ip_address };
      return unfit(context, holder, wanted, there);
    }),
  );
  return found.flat();
}

async function unfit(
  { source }: PreflightContext,
  holder: Holder,
  wanted: Wanted,
  there: Subnet,
): Promise<Concern[]> {
  const { ip_address: address, was } = wanted;
  const own = (): Promise<Subnet | undefined> => getOne(source, subnets, wanted.subnet_id);
  if (!contains(there.cidr, address)) return [outside(holder, wanted, there, await own())];
  if (there.gateway_ip === address) {
    // A router that is its subnet's gateway is to be it there as well.
    return (await own())?.gateway_ip === was ? [] : [onGateway(holder, wanted, there)];
  }
  if (holder.mac_address === undefined || !isAutomatic(there)) return [];
  const made = automaticAddress(there.cidr, holder.mac_address);
  return made === address ? [] : [notMade(holder, wanted, there, made)];
}

/** The one in the destination; where it is to be made, its source, which has the address unless the spec maps that. */
async function subnetFor(
  { source, destination, ids, mappings }: PreflightContext,
  { subnet_id: id }: Fixed,
): Promise<Subnet | undefined> {
  const there = destinationId(ids, { kind: 'subnet', id });
  if (there !== undefined) return getOne(destination, subnets, there);
  return mappings['address'] === undefined ? undefined : getOne(source, subnets, id);
}

function outside(
  { kind, id, title }: Holder,
  { ip_address: address }: Fixed,
  there: Subnet,
  own: Subnet | undefined,
): Concern {
  return {
    severity: 'blocker',
    code: 'address-outside',
    subject: referenceKey({ kind, id }),
    message: `${title} needs ${address}, which is not in the range of subnet ${there.name || there.id} (${there.cidr}), where it is to be.`,
    remedy: remedyFor(kind, address, there, own),
  };
}

function remedyFor(kind: string, address: string, there: Subnet, own: Subnet | undefined): string {
  const isMapped = own === undefined || !contains(own.cidr, address);
  if (isMapped || own.id === there.id) {
    return 'Correct mappings: address; a subnet that is made keeps its range: make another one in the destination, and map network and subnet.';
  }
  // A router's interface is a gateway, and is told by its address.
  if (kind === 'router') {
    return `Say which it is there: mappings: address: { ${address}: <address in ${there.cidr}> }, or map the router.`;
  }
  const isAlike = lengthOf(own) === lengthOf(there);
  const line = isAlike ? `${own.cidr}: ${there.cidr}` : `${address}: <address in ${there.cidr}>`;
  return `Say which it is there, or any: mappings: address: { ${line} }, or map the network to one that has it.`;
}

function lengthOf({ cidr }: Subnet): string {
  return cidr.slice(cidr.indexOf('/'));
}

function onGateway({ kind, id, title }: Holder, wanted: Wanted, there: Subnet): Concern {
  return {
    severity: 'blocker',
    code: 'address-is-gateway',
    subject: referenceKey({ kind, id }),
    message: `${title} needs ${wanted.ip_address}, which is the gateway of subnet ${there.name || there.id} (${there.cidr}), where it is to be.`,
    remedy: `Say which it is there: mappings: address: { ${wanted.was}: <another address in ${there.cidr}> }, or give the subnet another gateway.`,
  };
}

function notMade(
  { kind, id, title }: Holder,
  wanted: Wanted,
  there: Subnet,
  made: string,
): Concern {
  return {
    severity: 'blocker',
    code: 'address-is-automatic',
    subject: referenceKey({ kind, id }),
    message: `${title} needs ${wanted.ip_address}, and subnet ${there.name || there.id} (${there.cidr}), where it is to be, makes addresses of MACs: ${made} for this one.`,
    remedy: `Map it to that: mappings: address: { '${wanted.was}': '${made}' }, or the subnet to one without SLAAC.`,
  };
}
