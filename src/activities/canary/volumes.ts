import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { waitUntil } from '../../openstack/wait.ts';
import { unlessAbsent } from '../../resources/absent.ts';
import { collect } from '../../resources/collect.ts';
import { CANARY_METADATA } from './mark.ts';

/** https://docs.openstack.org/api-ref/block-storage/v3/#volumes-volumes */
const volumeSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string(),
  metadata: z.record(z.string(), z.string()).default({}),
});
const answer = z.looseObject({ volume: volumeSchema });

const SIZE_GIB = 1;
const POLL_MS = 1_000;

export async function makeVolume(cloud: Cloud, name: string): Promise<string> {
  const { volume } = await cloud.request('volume', {
    method: 'POST',
    path: '/volumes',
    body: { volume: { name, size: SIZE_GIB, metadata: { [CANARY_METADATA]: name } } },
    schema: answer,
  });
  return volume.id;
}

/** @throws ResourceFailedError (an error state), DeadlineError */
export async function waitForVolume(
  cloud: Cloud,
  id: string,
  wanted: readonly string[],
  options: { readonly deadlineMs: number; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  await waitUntil({
    what: `volume ${id} in ${cloud.name} to be ${wanted.join(' or ')}`,
    read: () => readStatus(cloud, id),
    done: (status) => wanted.includes(status),
    failed: (status) => (status.startsWith('error') || status === 'gone' ? status : undefined),
    describe: (status) => status,
    intervalMs: POLL_MS,
    ...options,
  });
}

/** Waits until nothing uses it, deletes it, and waits until it is gone. */
export async function removeVolume(cloud: Cloud, id: string, deadlineMs: number): Promise<void> {
  const path = `/volumes/${encodeURIComponent(id)}`;
  const settled = ['available', 'error', 'error_deleting', 'error_attaching', 'gone'];
  await waitForVolume(cloud, id, settled, { deadlineMs });
  await unlessAbsent(cloud.call('volume', { method: 'DELETE', path }));
  await waitForVolume(cloud, id, ['gone'], { deadlineMs });
}

/** Of this project, made by canaries. */
export async function canaryVolumes(cloud: Cloud): Promise<{ id: string; name: string }[]> {
  const found = await collect(
    cloud.list('volume', { path: '/volumes/detail', key: 'volumes', schema: volumeSchema }),
    ({ metadata }) => metadata[CANARY_METADATA] !== undefined,
  );
  return found.map(({ id, name }) => ({ id, name: name ?? '' }));
}

/** `gone` where there is none. */
async function readStatus(cloud: Cloud, id: string): Promise<string> {
  const path = `/volumes/${encodeURIComponent(id)}`;
  const found = await unlessAbsent(cloud.request('volume', { path, schema: answer }));
  return found?.volume.status ?? 'gone';
}
