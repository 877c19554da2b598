import { lookUp } from '../../model/mapping.ts';
import type { MappingsByKind } from '../../model/mapping.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { networks } from '../network/schema.ts';
import { getOne } from './collection.ts';

/** Whether the spec maps this network of the source: what it is mapped to has routers of its own. */
export async function isMappedNetwork(
  source: Cloud,
  mappings: MappingsByKind,
  id: string,
): Promise<boolean> {
  if (mappings['network'] === undefined) return false;
  const network = await getOne(source, networks, id);
  return network !== undefined && lookUp(mappings['network'], network).length > 0;
}
