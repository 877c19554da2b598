import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessRaced } from '../raced.ts';
import type { CopyContext } from '../resource-kind.ts';
import { createKeypair, getKeypair } from './api.ts';
import { keypairId } from './schema.ts';
import type { Keypair } from './schema.ts';

export async function find(
  destination: Cloud,
  source: Keypair,
  ids: IdMap,
): Promise<readonly Keypair[]> {
  const user = destinationId(ids, { kind: 'user', id: source.userId });
  if (user === undefined) return [];
  const found = await getKeypair(destination, keypairId(user, source.name));
  return found === undefined ? [] : [found];
}

export async function create({ destination, ids }: CopyContext, source: Keypair): Promise<string> {
  const user = destinationId(ids, { kind: 'user', id: source.userId });
  if (user === undefined) {
    throw new BlockedError(`keypair ${source.name}: its user ${source.userId} is not copied.`);
  }
  const created = createKeypair(destination, user, source);
  return unlessRaced(created, async () => {
    const [found] = await find(destination, source, ids);
    return found?.fingerprint === source.fingerprint ? found : undefined;
  });
}
