import { addressMap, ANY } from '../../model/address-mapping.ts';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import type { CopyContext } from '../resource-kind.ts';
import { ports } from '../port/schema.ts';
import type { Port } from '../port/schema.ts';
import { subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { freeAddress } from '../../model/address.ts';
import { createOne, getOne, listAll, updateOne } from './collection.ts';
import { isOurNetwork } from './destination.ts';

/** Ports that Neutron makes for its own services, with whatever address is free: any other will do for them. */
const MOVABLE = ['network:dhcp', 'network:distributed'];

export interface PortRequest {
  /** The source port whose addresses are wanted. */
  readonly like: Port;
  /** Of the destination. */
  readonly network: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Creates a port with the addresses of its source, and answers its id. DHCP and metadata ports of the destination take
 * their addresses as soon as a subnet has DHCP, before all ports that are to come are known: one that sits on a wanted
 * address is moved to an address that neither cloud uses; in networks of our own only.
 */
export async function createPort(
  context: Pick<CopyContext, 'source' | 'destination' | 'mappings' | 'signal'>,
  { like, network, body }: PortRequest,
): Promise<string> {
  const attempt = (): Promise<string> =>
    createOne(context.destination, ports, { ...body, network_id: network }, context.signal);
  try {
    return await attempt();
  } catch (error) {
    if (!hasStatus(error, 409) || !(await makeRoom(context, like, network))) throw error;
    return attempt();
  }
}

/** Answers whether any port was moved. */
async function makeRoom(
  { source, destination, mappings }: Pick<CopyContext, 'source' | 'destination' | 'mappings'>,
  like: Port,
  network: string,
): Promise<boolean> {
  if (!(await isOurNetwork(destination, network))) return false;
  let moved = false;
  for (const { ip_address: address } of like.fixed_ips) {
    if (address === ANY) continue;
    const [holder] = await holdersOf(destination, network, address);
    if (holder === undefined || !MOVABLE.includes(holder.device_owner)) continue;
    const inSource = await addressesOf(source, like.network_id);
    const toCome = inSource.map(addressMap(mappings['address'])).filter((each) => each !== ANY);
    await move(destination, holder, address, toCome);
    moved = true;
  }
  return moved;
}

async function move(
  destination: Cloud,
  holder: Port,
  address: string,
  toCome: readonly string[],
): Promise<void> {
  const held = holder.fixed_ips.find((each) => each.ip_address === address);
  const subnet = held && (await getOne(destination, subnets, held.subnet_id));
  if (held === undefined || subnet === undefined) return;
  const inDestination = await addressesOf(destination, holder.network_id);
  const free = freeAddress(subnet.allocation_pools, [
    ...toCome,
    ...inDestination,
    ...gateway(subnet),
  ]);
  if (free === undefined) return;
  // Without an explicit address Neutron would leave the port where it is.
  const fixed_ips = holder.fixed_ips.map((each) =>
    each === held ? { ...each, ip_address: free } : each,
  );
  await updateOne(destination, ports, holder.id, { fixed_ips });
}

/** The ports of a network that have an address. */
export function holdersOf(cloud: Cloud, network: string, address: string): Promise<Port[]> {
  const query = { network_id: network, fixed_ips: `ip_address=${address}` };
  return collect(listAll(cloud, ports, query));
}

export function canBeMoved({ device_owner: owner }: Port): boolean {
  return MOVABLE.includes(owner);
}

async function addressesOf(cloud: Cloud, network: string): Promise<string[]> {
  const found = await collect(listAll(cloud, ports, { network_id: network }));
  return found.flatMap((port) => port.fixed_ips.map(({ ip_address: address }) => address));
}

function gateway({ gateway_ip: address }: Subnet): string[] {
  return address === null ? [] : [address];
}
