import { getHashes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BlockedError, ResourceFailedError, VerificationError } from '../../errors/migration.ts';
import { hasStatus, OpenStackError } from '../../errors/openstack.ts';
import type { CopyContext } from '../resource-kind.ts';
import { deleteImage, getImage } from './api.ts';
import { isReadable } from './attributes.ts';
import type { Image } from './schema.ts';
import { hashData, transferData } from './transfer.ts';
import type { Digests } from './hash.ts';

/** How long an upload that is not ours to see may go on before its record is given up. */
const SAVING_MS = 600_000;
const POLL_MS = 2_000;

/** Gives our record its data, whatever an earlier attempt left, and proves that it is the source's. */
export async function ensureData(
  context: CopyContext,
  source: Image,
  existing: Image,
): Promise<Image> {
  const settled = await afterSaving(context, existing);
  if (isReadable(settled)) return verified(context, source, settled, undefined);
  if (settled.status !== 'queued') {
    throw new ResourceFailedError(
      `${context.destination.name}: image ${source.name} (${existing.id}) is ${settled.status}. Remove it, then retry.`,
    );
  }
  try {
    const digests = await upload(context, source, existing.id);
    return await verified(context, source, await mustGet(context, existing.id), digests);
  } catch (error) {
    // Another worker gives it its data, or has just done so: two migrations may need one image.
    if (!hasStatus(error, 409)) throw error;
    const now = await afterSaving(context, await mustGet(context, existing.id));
    if (!isReadable(now)) throw error;
    return verified(context, source, now, undefined);
  }
}

async function upload(
  context: CopyContext,
  source: Image,
  to: string,
): Promise<Digests | undefined> {
  try {
    return await transferData(context, source, { to, hash: !isHashed(source) });
  } catch (error) {
    if (!hasStatus(error, 415)) throw error;
    throw new BlockedError(
      `${context.destination.name}: the data of image ${source.name} (${source.id}) is refused as ${source.diskFormat}: ` +
        `${error.detail}. Give the source image its true disk format, or map it in the spec: mappings: image.`,
      { cause: error },
    );
  }
}

/**
 * A client that dies in its upload leaves the record `queued` at once; `saving` means that one still lives (an attempt whose
 * worker lost its Temporal) or that the destination's Glance died. The first ends by itself, the second never.
 */
async function afterSaving(context: CopyContext, image: Image): Promise<Image> {
  const deadline = Date.now() + SAVING_MS;
  let current = image;
  while (['saving', 'uploading', 'importing'].includes(current.status)) {
    if (Date.now() > deadline) {
      await deleteImage(context.destination, image.id, context.signal);
      // Not final: the next attempt makes a record anew.
      throw new OpenStackError({
        cloud: context.destination.name,
        service: 'image',
        method: 'GET',
        url: `/images/${image.id}`,
        detail: `image ${image.name} stayed ${current.status}, and was removed to be uploaded again`,
      });
    }
    context.progress(0, undefined);
    await sleep(POLL_MS, undefined, { signal: context.signal });
    current = await mustGet(context, image.id);
  }
  return current;
}

async function mustGet({ destination, signal }: CopyContext, id: string): Promise<Image> {
  const image = await getImage(destination, id, signal);
  if (image !== undefined) return image;
  throw new VerificationError(`${destination.name}: image ${id} was made, and is gone.`);
}

/** The image, if its bytes are the source's. One that has others is removed: nothing may boot from it. */
async function verified(
  context: CopyContext,
  source: Image,
  copy: Image,
  digests: Digests | undefined,
): Promise<Image> {
  const difference =
    source.size === copy.size
      ? await hashDifference(context, source, copy, digests)
      : `${copy.size} bytes, not ${source.size}`;
  if (difference === undefined) return copy;
  await deleteImage(context.destination, copy.id, context.signal);
  throw new VerificationError(
    `${context.destination.name}: image ${source.name} (${copy.id}) has ${difference}: removed. Retry; if it stays so, look at both stores.`,
  );
}

/** By the strongest hash that both have; where their Glances share none, by what the bytes themselves hash to. */
async function hashDifference(
  context: CopyContext,
  source: Image,
  copy: Image,
  digests: Digests | undefined,
): Promise<string | undefined> {
  const ofSource = isHashed(source) ? hashesOf(source) : digests;
  const told = compare(ofSource ?? {}, hashesOf(copy));
  if (told !== undefined) return told.difference;
  const actual = isHashed(copy)
    ? hashesOf(copy)
    : await hashData(context, context.destination, copy, ['sha512']);
  const known = Object.keys(actual).filter((algorithm) => getHashes().includes(algorithm));
  const wanted = await hashData(context, context.source, source, known);
  return compare(wanted, actual)?.difference;
}

/** By the first of `actual` that is also wanted; undefined where there is none. */
function compare(
  wanted: Digests,
  actual: Digests,
): { readonly difference: string | undefined } | undefined {
  for (const [algorithm, hash] of Object.entries(actual)) {
    const other = wanted[algorithm];
    if (other === undefined) continue;
    return { difference: other === hash ? undefined : `${algorithm} ${hash}, not ${other}` };
  }
  return undefined;
}

/** Hex by algorithm, the strongest first. */
function hashesOf(image: Image): Digests {
  const strong =
    image.hash === undefined || image.hashAlgorithm === undefined
      ? {}
      : { [image.hashAlgorithm]: image.hash };
  return { ...strong, ...(image.checksum === undefined ? {} : { md5: image.checksum }) };
}

/** Whether its Glance can say what its bytes hash to. */
function isHashed(image: Image): boolean {
  return image.hash !== undefined || image.checksum !== undefined;
}
