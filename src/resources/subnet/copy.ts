import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { changed } from '../neutron/changed.ts';
import { createOne, getOne, listAll, updateOne } from '../neutron/collection.ts';
import { findMarked, finish, markedNetworks, provenance as markOf } from '../neutron/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { fixed, settable } from './attributes.ts';
import { poolOf, subnets } from './schema.ts';
import type { Subnet } from './schema.ts';

/** By its mark; else by its range, which is unique in a network. */
export async function find(
  destination: Cloud,
  source: Subnet,
  ids: IdMap,
): Promise<readonly Subnet[]> {
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  if (network === undefined) return [];
  const marked = await findMarked(destination, subnets, source.id, { network_id: network });
  if (marked.length > 0) return marked;
  return collect(listAll(destination, subnets, { network_id: network, cidr: source.cidr }));
}

/**
 * Only in a network that we made. DHCP is on from the first where the source's is: should a DHCP port take an address that
 * a port needs later, the port's create moves it away (neutron/make-room.ts).
 */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: Subnet,
): Promise<string> {
  const id = required(ids, 'network', source.network_id, source);
  const network = await getOne(destination, markedNetworks, id);
  if (network === undefined || markOf(network) === undefined) {
    throw new BlockedError(
      `subnet ${source.name}: network ${id} of ${destination.name} has no subnet ${source.cidr}, and is not ours to extend. ` +
        'Make the subnet there, or map another network.',
    );
  }
  const pool = poolOf(source);
  return createOne(destination, subnets, {
    ...settable(source),
    ...fixed(source),
    network_id: id,
    // With the range said as well, it is that one which the pool gives.
    subnetpool_id: pool && required(ids, 'subnet-pool', pool, source),
    project_id:
      destinationId(ids, { kind: 'project', id: source.project_id }) ?? network.project_id,
    description: provenanceDescription(provenance),
  });
}

export async function converge(
  context: CopyContext,
  source: Subnet,
  existing: Subnet,
): Promise<void> {
  const update = changed(settable(source), settable(existing));
  if (update !== undefined) await updateOne(context.destination, subnets, existing.id, update);
  await finish(context, subnets, source, existing);
}
