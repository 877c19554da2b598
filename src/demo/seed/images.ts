import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import type { ImageSeed } from '../company/cloud-seed.ts';

const MIB = 1024 * 1024;

/** Makes an image with bytes that compress as badly as a real one's, and are another image's nowhere. Answers its id. */
export async function makeImage(
  cloud: Cloud,
  { name, sizeMib, more = {} }: ImageSeed,
  visibility: 'public' | 'private',
): Promise<string> {
  const { id } = await cloud.request('image', {
    method: 'POST',
    path: '/images',
    body: { name, visibility, disk_format: 'raw', container_format: 'bare', ...more },
    schema: z.looseObject({ id: z.string() }),
  });
  const body = Readable.from(bytes(sizeMib));
  await cloud.upload('image', { path: `/images/${id}/file`, body });
  return id;
}

/** Made while they are sent: random bytes once, and a number in each of their copies. */
function* bytes(sizeMib: number): Generator<Buffer> {
  const random = randomBytes(MIB);
  for (let number = 0; number < sizeMib; number++) {
    const chunk = Buffer.from(random);
    chunk.writeUInt32BE(number);
    yield chunk;
  }
}
