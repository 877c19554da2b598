import type { Cloud } from '../../openstack/cloud.ts';
import type { IdMap } from '../../model/id-map.ts';
import { required } from '../required.ts';
import type { Resource, Translate } from '../resource-kind.ts';
import { getOne } from './collection.ts';
import { markedNetworks, provenance } from './mark.ts';

export { required } from '../required.ts';

/** `required` as `attributes` takes it. */
export function translator(ids: IdMap, neededBy: Resource): Translate {
  return (kind, id) => required(ids, kind, id, neededBy);
}

/** Whether we made a destination network: what lies in others' is not ours to change. */
export async function isOurNetwork(destination: Cloud, id: string): Promise<boolean> {
  const network = await getOne(destination, markedNetworks, id);
  return network !== undefined && provenance(network) !== undefined;
}
