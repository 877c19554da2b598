import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { OpenStackError } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext } from '../resource-kind.ts';
import { dataPath } from './api.ts';
import { startHasher } from './hash.ts';
import type { Digests, Hasher } from './hash.ts';
import type { Image } from './schema.ts';

/** A transfer may take as long as it moves. */
const UNLIMITED_MS = 7 * 24 * 3_600_000;
/** No byte for this long, and the transfer is given up. */
const STALL_MS = 300_000;
const REPORT_MS = 500;
/** sha512 is what Glance hashes with by default; md5 every Glance knows. */
const ALGORITHMS = ['sha512', 'md5'];

/**
 * Streams an image's data from Glance to Glance; nothing is kept. Answers its digests where `hash` asks for them.
 * A download that ends early breaks the upload off, so that the destination never takes a part for the whole.
 * @throws OpenStackError
 */
export async function transferData(
  { source, destination, signal, progress }: CopyContext,
  image: Image,
  { to, hash }: { readonly to: string; readonly hash: boolean },
): Promise<Digests | undefined> {
  const hasher = hash ? startHasher(ALGORITHMS) : undefined;
  try {
    const { stream } = await source.download('image', { path: dataPath(image.id), signal });
    const body = meter(stream, { cloud: source.name, image, hasher, progress });
    await destination.upload('image', {
      method: 'PUT',
      path: dataPath(to),
      body,
      contentType: 'application/octet-stream',
      signal,
      timeoutMs: UNLIMITED_MS,
    });
    return await hasher?.digest();
  } finally {
    hasher?.abandon();
  }
}

/** Reads an image's data once more, from either cloud, only to hash it. */
export async function hashData(
  { signal, progress }: Pick<CopyContext, 'signal' | 'progress'>,
  cloud: Cloud,
  image: Image,
  algorithms: readonly string[],
): Promise<Digests> {
  const hasher = startHasher(algorithms);
  try {
    const { stream } = await cloud.download('image', { path: dataPath(image.id), signal });
    const body = meter(stream, { cloud: cloud.name, image, hasher, progress });
    await finished(body.resume(), { signal });
    return await hasher.digest();
  } finally {
    hasher.abandon();
  }
}

interface MeterOptions {
  /** The name of that which sends. */
  readonly cloud: string;
  readonly image: Image;
  readonly hasher: Hasher | undefined;
  readonly progress: CopyContext['progress'];
}

/** Counts, reports and hashes what passes; ends with an error where it is not all of the image, or stalls. */
function meter(stream: Readable, { cloud, image, hasher, progress }: MeterOptions): Readable {
  const total = image.size ?? undefined;
  let bytes = 0;
  let reported = 0;
  let stall: NodeJS.Timeout | undefined;
  const body = new Transform({
    highWaterMark: 1024 * 1024,
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      stall?.refresh();
      const now = performance.now();
      if (now - reported > REPORT_MS) {
        reported = now;
        progress(bytes, total);
      }
      if (hasher === undefined) done(null, chunk);
      else hasher.update(chunk).then(() => done(null, chunk), done);
    },
    flush(done) {
      clearTimeout(stall);
      progress(bytes, total);
      done(shortfall(cloud, image, bytes));
    },
    destroy(error, done) {
      clearTimeout(stall);
      stream.destroy();
      done(error);
    },
  });
  stall = setTimeout(() => body.destroy(broken(cloud, image, 'no data for 5 minutes')), STALL_MS);
  stream.once('error', (error: Error) => body.destroy(error));
  stream.once('aborted', () => body.destroy(shortfall(cloud, image, bytes) ?? undefined));
  return stream.pipe(body);
}

function shortfall(cloud: string, image: Image, bytes: number): Error | null {
  if (image.size === null || bytes === image.size) return null;
  return broken(cloud, image, `${bytes} of ${image.size} bytes came`);
}

/** As if the source had not answered: asking again may help. */
function broken(cloud: string, image: Image, what: string): OpenStackError {
  return new OpenStackError({
    cloud,
    service: 'image',
    method: 'GET',
    url: dataPath(image.id),
    detail: `image ${image.name}: ${what}`,
  });
}
