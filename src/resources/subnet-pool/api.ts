import type { Cloud, Query } from '../../openstack/cloud.ts';
import { getOne, listAll } from '../neutron/collection.ts';
import { withTrueShared } from '../neutron/sharing.ts';
import { subnetPools } from './schema.ts';
import type { SubnetPool } from './schema.ts';

export async function getPool(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<SubnetPool | undefined> {
  const pool = await getOne(cloud, subnetPools, id, signal);
  return pool && withTrueShared(cloud, pool);
}

export async function* listPools(cloud: Cloud, query: Query): AsyncIterable<SubnetPool> {
  for await (const pool of listAll(cloud, subnetPools, query)) {
    yield await withTrueShared(cloud, pool);
  }
}
