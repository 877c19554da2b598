import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Lab } from './lab.ts';

/** Makes an image with data of its own; answers its id. It is unprotected before it is removed. */
export async function makeImage(
  lab: Lab,
  cloud: Cloud,
  body: Readonly<Record<string, unknown>>,
): Promise<string> {
  const id = await lab.make(cloud, 'image', {
    path: '/images',
    body: { disk_format: 'raw', container_format: 'bare', ...body },
  });
  await cloud.upload('image', {
    path: `/images/${id}/file`,
    body: Readable.from([randomBytes(64 * 1024)]),
  });
  return id;
}

/** @param operations RFC 6902 */
export async function patchImage(
  cloud: Cloud,
  id: string,
  operations: readonly unknown[],
): Promise<void> {
  await cloud.call('image', {
    method: 'PATCH',
    path: `/images/${id}`,
    body: operations,
    headers: { 'Content-Type': 'application/openstack-images-v2.1-json-patch' },
  });
}
