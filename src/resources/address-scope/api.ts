import type { Cloud } from '../../openstack/cloud.ts';
import { getOne, listAll } from '../neutron/collection.ts';
import { withTrueShared } from '../neutron/sharing.ts';
import { addressScopes } from './schema.ts';
import type { AddressScope } from './schema.ts';

export async function getScope(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<AddressScope | undefined> {
  const scope = await getOne(cloud, addressScopes, id, signal);
  return scope && withTrueShared(cloud, scope);
}

export async function* listScopes(
  cloud: Cloud,
  query: Readonly<Record<string, string | undefined>>,
): AsyncIterable<AddressScope> {
  for await (const scope of listAll(cloud, addressScopes, query)) {
    yield await withTrueShared(cloud, scope);
  }
}
