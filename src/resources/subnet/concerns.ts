import type { Concern } from '../../model/concern.ts';
import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { missingExtensions } from '../neutron/concern.ts';
import { isWithin } from '../../model/address.ts';
import { getOne } from '../neutron/collection.ts';
import { isOurNetwork } from '../neutron/destination.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { subnetPools } from '../subnet-pool/schema.ts';
import { poolOf } from './schema.ts';
import type { Subnet } from './schema.ts';

/** Asked only where `find` found none. */
export async function concerns(
  { destination, ids }: PreflightContext,
  source: Subnet,
): Promise<readonly Concern[]> {
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  const found: Concern[] = [];
  if (network !== undefined && !(await isOurNetwork(destination, network))) {
    found.push(absent(source, destination.name, network));
  }
  if (source.subnetpool_id === 'prefix_delegation') found.push(delegated(source));
  if (typeof source.segment_id === 'string') found.push(segmented(source));
  found.push(...(await outsidePool(destination, ids, source)));
  const extensions = await missingExtensions(
    destination,
    { kind: 'subnet', id: source.id },
    {
      'subnet-service-types':
        source.service_types.length > 0
          ? `Subnet ${source.name} has service types, and so`
          : undefined,
      'subnet-dns-publish-fixed-ip': source.dns_publish_fixed_ip
        ? `Subnet ${source.name} publishes its addresses by DNS (dns_publish_fixed_ip), and so`
        : undefined,
    },
  );
  return [...found, ...extensions];
}

/** Neutron breaks (500) where a pool cannot give a range, so it must be known before. */
async function outsidePool(
  destination: Cloud,
  ids: PreflightContext['ids'],
  source: Subnet,
): Promise<Concern[]> {
  const wanted = poolOf(source);
  const id = wanted && destinationId(ids, { kind: 'subnet-pool', id: wanted });
  const pool = id && (await getOne(destination, subnetPools, id));
  if (!pool) return [];
  const length = Number(source.cidr.split('/')[1]);
  const fits =
    length >= pool.min_prefixlen &&
    length <= pool.max_prefixlen &&
    pool.prefixes.some((prefix) => isWithin(prefix, source.cidr));
  return fits ? [] : [unfit(source, pool.name, destination.name)];
}

function unfit({ id, name, cidr }: Subnet, pool: string, cloud: string): Concern {
  return {
    severity: 'blocker',
    code: 'outside-pool',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} (${cidr}) is nothing that pool ${pool} of ${cloud} can give: by its prefixes, or by the lengths it allows.`,
    remedy: 'Widen the pool (openstack subnet pool set --pool-prefix), or map to another one.',
  };
}

function absent({ id, name, cidr }: Subnet, cloud: string, network: string): Concern {
  return {
    severity: 'blocker',
    code: 'subnet-missing',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} (${cidr}) is not in network ${network} of ${cloud}, to which its network is mapped.`,
    remedy: `Make a subnet ${cidr} there, or map its network to one that has it.`,
  };
}

function delegated({ id, name }: Subnet): Concern {
  return {
    severity: 'blocker',
    code: 'prefix-delegation',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} has its prefix from a router outside (prefix delegation): it would change.`,
    remedy:
      'Make the network and its subnets in the destination and map it, or leave its servers out.',
  };
}

function segmented({ id, name }: Subnet): Concern {
  return {
    severity: 'warning',
    code: 'segment-dropped',
    subject: referenceKey({ kind: 'subnet', id }),
    message: `Subnet ${name} belongs to a segment of a routed network: it is made without.`,
    remedy: 'Make the routed network in the destination and map it, if the segments matter.',
  };
}
