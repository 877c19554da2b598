import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../../resources/collect.ts';
import { listImages } from '../../resources/image/api.ts';
import { CANARY_METADATA, CANARY_PREFIX } from './mark.ts';

const MIB = 1024 * 1024;

/** An empty disk of 1 MiB: nothing starts on it, but it is booted. Of the operator's own project alone. */
export async function makeImage(cloud: Cloud, name: string): Promise<string> {
  const { id } = await cloud.request('image', {
    method: 'POST',
    path: '/images',
    body: {
      name,
      disk_format: 'raw',
      container_format: 'bare',
      visibility: 'private',
      [CANARY_METADATA]: name,
    },
    schema: z.looseObject({ id: z.string() }),
  });
  const body = Readable.from([Buffer.alloc(MIB)]);
  await cloud.upload('image', { path: `/images/${id}/file`, body });
  return id;
}

/** Of this project, made by canaries. */
export async function canaryImages(cloud: Cloud): Promise<{ id: string; name: string }[]> {
  const { projectId } = await cloud.identity();
  return collect(
    listImages(cloud, projectId === undefined ? {} : { project: projectId }),
    ({ name, properties }) =>
      name.startsWith(CANARY_PREFIX) && properties[CANARY_METADATA] === name,
  );
}
