import { SOURCE_PROPERTY } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { imageSchema } from './schema.ts';
import type { Image } from './schema.ts';

/** Image API v2: https://docs.openstack.org/api-ref/image/v2/ */
const PATCH_TYPE = 'application/openstack-images-v2.1-json-patch';

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  /** A JSON pointer: `/min_disk`. */
  readonly path: string;
  readonly value?: unknown;
}

export async function getImage(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Image | undefined> {
  const path = imagePath(id);
  const image = await unlessAbsent(cloud.request('image', { path, schema: imageSchema, signal }));
  return image?.status === 'deleted' ? undefined : image;
}

/** Of all projects, or one; community images too (`visibility=all`). Hidden images come only when asked for. */
export async function* listImages(
  cloud: Cloud,
  filter: { readonly project?: string; readonly sourceId?: string },
): AsyncGenerator<Image> {
  for (const hidden of [false, true]) {
    yield* cloud.list('image', {
      path: '/images',
      key: 'images',
      schema: imageSchema,
      query: {
        visibility: 'all',
        os_hidden: hidden,
        owner: filter.project,
        [SOURCE_PROPERTY]: filter.sourceId,
      },
    });
  }
}

/** Makes a record without data, of a chosen id where `body` has one. @throws OpenStackError 409: the id is or was used */
export async function postImage(cloud: Cloud, body: object, signal: AbortSignal): Promise<Image> {
  return cloud.request('image', {
    method: 'POST',
    path: '/images',
    body,
    schema: imageSchema,
    signal,
  });
}

export async function patchImage(
  cloud: Cloud,
  id: string,
  operations: readonly PatchOperation[],
  signal?: AbortSignal,
): Promise<void> {
  await cloud.call('image', {
    method: 'PATCH',
    path: imagePath(id),
    body: operations,
    headers: { 'Content-Type': PATCH_TYPE },
    signal,
  });
}

/** A protected image is unprotected first. One that is gone is fine. */
export async function deleteImage(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const image = await getImage(cloud, id, signal);
  if (image === undefined) return;
  if (image.protected) {
    const operations = [{ op: 'replace', path: '/protected', value: false }] as const;
    await unlessAbsent(patchImage(cloud, id, operations, signal));
  }
  await unlessAbsent(cloud.call('image', { method: 'DELETE', path: imagePath(id), signal }));
}

/** Its data can no longer be read by its users. Of one that is deactivated already it is no error. */
export async function deactivateImage(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<void> {
  await cloud.call('image', {
    method: 'POST',
    path: `${imagePath(id)}/actions/deactivate`,
    repeatable: true,
    signal,
  });
}

/** The first bytes of its data; all where it has fewer. */
export async function readStart(
  cloud: Cloud,
  id: string,
  { bytes, signal }: { readonly bytes: number; readonly signal?: AbortSignal },
): Promise<Buffer> {
  const { stream } = await cloud.download('image', {
    path: dataPath(id),
    headers: { Range: `bytes=0-${bytes - 1}` },
    signal,
  });
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      // A store that knows no ranges sends all.
      if (length >= bytes) break;
    }
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, bytes);
}

export function imagePath(id: string): string {
  return `/images/${encodeURIComponent(id)}`;
}

export function dataPath(id: string): string {
  return `${imagePath(id)}/file`;
}
