import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from './collection.ts';
import { markedNetworks, provenance } from './mark.ts';

/** Whether we made a destination network: what lies in others' is not ours to change. */
export async function isOurNetwork(destination: Cloud, id: string): Promise<boolean> {
  const network = await getOne(destination, markedNetworks, id);
  return network !== undefined && provenance(network) !== undefined;
}
