import { Readable } from 'node:stream';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { make, put } from './make.ts';

/** Of one project, which shares it with another; that has accepted it. */
export async function makeImage(
  cloud: Cloud,
  { name, owner, user }: Readonly<Record<'name' | 'owner' | 'user', string>>,
): Promise<string> {
  const image = await make(cloud, 'image', '/images', {
    name,
    owner,
    disk_format: 'raw',
    container_format: 'bare',
    min_disk: 1,
    visibility: 'shared',
    os_distro: 'debian',
  });
  await cloud.upload('image', {
    path: `/images/${image}/file`,
    body: Readable.from([Buffer.alloc(100_000, 'pumphouse')]),
  });
  const path = `/images/${image}/members`;
  await cloud.call('image', { method: 'POST', path, body: { member: user } });
  await put(cloud, 'image', `${path}/${user}`, { status: 'accepted' });
  return image;
}
