import type { Cloud, Query } from '../../openstack/cloud.ts';
import { getOne, listAll } from '../neutron/collection.ts';
import { withTrueShared } from '../neutron/sharing.ts';
import { networks } from './schema.ts';
import type { Network } from './schema.ts';

export async function getNetwork(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Network | undefined> {
  const network = await getOne(cloud, networks, id, signal);
  return network && withTrueShared(cloud, network);
}

export async function* listNetworks(cloud: Cloud, query: Query): AsyncIterable<Network> {
  for await (const network of listAll(cloud, networks, query)) {
    yield await withTrueShared(cloud, network);
  }
}
