import type { Readable } from 'node:stream';
import type { Fate } from '../faults/plan.ts';
import { touch } from './state.ts';
import type { Glance, Image } from './state.ts';
import type { Spooled } from './spool.ts';

/**
 * The data of an image that is `saving`; it becomes `active`, or `queued` again where they break off. Answers what became of them:
 * `gone` where the image was deleted meanwhile.
 */
export async function storeData(
  glance: Glance,
  image: Image,
  { data, fate }: { readonly data: Readable; readonly fate: Fate | undefined },
): Promise<'stored' | 'broken' | 'gone'> {
  const written = await glance.spool
    .write(data, { change: fate === 'wrong-hash' })
    .catch(() => undefined);
  if (!glance.images.has(image.id)) {
    if (written !== undefined) glance.spool.remove(written);
    return 'gone';
  }
  if (written === undefined || fate === 'error') {
    if (written !== undefined) glance.spool.remove(written);
    image.status = 'queued';
    touch(glance, image);
    return 'broken';
  }
  if (fate === 'stuck') {
    glance.spool.remove(written);
    return 'broken';
  }
  activate(glance, image, written);
  return 'stored';
}

export function activate(glance: Glance, image: Image, data: Spooled): void {
  image.data = data;
  image.size = data.size;
  image.virtualSize = virtualSize(image, data);
  image.status = 'active';
  touch(glance, image);
}

/** Glance looks into the data only of bare images. */
function virtualSize({ attributes }: Image, { size, head }: Spooled): number | null {
  if (attributes.container_format !== 'bare') return null;
  if (attributes.disk_format === 'raw') return size === 0 ? null : size;
  const isQcow = attributes.disk_format === 'qcow2' && head.subarray(0, 4).equals(QCOW);
  return isQcow && head.length >= 32 ? Number(head.readBigUInt64BE(24)) : null;
}

const QCOW = Buffer.from([0x51, 0x46, 0x49, 0xfb]);
