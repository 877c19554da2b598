import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { listUsers } from '../user/api.ts';
import { atMost } from '../microversion.ts';
import { keypairId, keypairSchema, parseKeypairId } from './schema.ts';
import type { Keypair } from './schema.ts';
import { OF_USERS } from './versions.ts';

/**
 * Compute API «Keypairs»: https://docs.openstack.org/api-ref/compute/#keypairs-keypairs
 * 2.10 takes the user to act for (admins only), 2.35 pages.
 */
const MINOR = 35;
const MICROVERSION = `2.${OF_USERS}`;

export async function getKeypair(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Keypair | undefined> {
  const { userId, name } = parseKeypairId(id);
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: keypairPath(name),
      query: { user_id: userId },
      schema: keypairSchema,
      microversion: await atMost(cloud, MINOR),
      signal,
    }),
  );
  return answer && { ...answer.keypair, id, userId };
}

/** Of all users: a keypair belongs to no project. */
export async function* listKeypairs(cloud: Cloud): AsyncIterable<Keypair> {
  for await (const user of listUsers(cloud)) yield* listKeypairsOf(cloud, user.id);
}

export async function* listKeypairsOf(cloud: Cloud, userId: string): AsyncIterable<Keypair> {
  const keypairs = cloud.list('compute', {
    path: '/os-keypairs',
    key: 'keypairs',
    schema: keypairSchema,
    query: { user_id: userId },
    microversion: await atMost(cloud, MINOR),
  });
  for await (const { keypair } of keypairs) {
    yield { ...keypair, id: keypairId(userId, keypair.name), userId };
  }
}

export async function createKeypair(
  cloud: Cloud,
  userId: string,
  { name, type, public_key }: Pick<Keypair, 'name' | 'type' | 'public_key'>,
): Promise<string> {
  await cloud.call('compute', {
    method: 'POST',
    path: '/os-keypairs',
    body: { keypair: { name, type, public_key, user_id: userId } },
    microversion: MICROVERSION,
  });
  return keypairId(userId, name);
}

export async function deleteKeypair(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const { userId, name } = parseKeypairId(id);
  await unlessAbsent(
    cloud.call('compute', {
      method: 'DELETE',
      path: keypairPath(name),
      query: { user_id: userId },
      microversion: MICROVERSION,
      signal,
    }),
  );
}

function keypairPath(name: string): string {
  return `/os-keypairs/${encodeURIComponent(name)}`;
}
