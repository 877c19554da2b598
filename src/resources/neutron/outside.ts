import { ANY } from '../../model/address-mapping.ts';
import { contains } from '../../model/address.ts';
import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { getOne } from './collection.ts';
import type { Subject } from './concern.ts';

interface Fixed {
  readonly subnet_id: string;
  readonly ip_address: string;
}

/** Blockers: addresses that the subnet does not have which is to hold them. Neutron refuses them, in the middle of a migration. */
export async function outsideAddresses(
  context: PreflightContext,
  subject: Subject & { readonly title: string },
  addresses: readonly Fixed[],
): Promise<Concern[]> {
  const found = await Promise.all(
    addresses.map(async (fixed): Promise<Concern[]> => {
      const there = fixed.ip_address === ANY ? undefined : await subnetFor(context, fixed);
      if (there === undefined || contains(there.cidr, fixed.ip_address)) return [];
      const own = await getOne(context.source, subnets, fixed.subnet_id);
      return [outside(subject, fixed, there, own)];
    }),
  );
  return found.flat();
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
  { kind, id, title }: Subject & { readonly title: string },
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
