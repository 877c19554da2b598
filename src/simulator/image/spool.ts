import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Data as they lie in a file of ours. */
export interface Spooled {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Hex by algorithm: those of the cloud's `imageHashes`. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The first bytes: a format shows itself in them. */
  readonly head: Buffer;
}

/** Files in a temporary directory, which is made on first use. */
export interface Spool {
  /** `change`: one byte is stored otherwise than it came. Rejects, and leaves nothing, where the data break off. */
  write(data: Readable, options: { readonly change: boolean }): Promise<Spooled>;
  /** `end` is the last byte that is read. */
  read(data: Spooled, range?: { readonly start: number; readonly end: number }): Readable;
  remove(data: Spooled): void;
  close(): Promise<void>;
}

const HEAD = 512;

/** @param hashes algorithms */
export function createSpool(hashes: readonly string[]): Spool {
  let directory: Promise<string> | undefined;
  return {
    async write(data, { change }) {
      directory ??= mkdtemp(join(tmpdir(), 'pumphouse-images-'));
      const file = join(await directory, randomUUID());
      const meter = createMeter(change, hashes);
      try {
        await pipeline(data, meter.stream, createWriteStream(file));
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      }
      return { file, ...meter.digest() };
    },
    read: ({ file }, range) => createReadStream(file, range),
    remove: ({ file }) => rmSync(file, { force: true }),
    async close() {
      if (directory !== undefined) await rm(await directory, { recursive: true, force: true });
    },
  };
}

/** Measures and hashes what passes: what is stored, that is, not what came. */
function createMeter(
  change: boolean,
  algorithms: readonly string[],
): {
  readonly stream: Transform;
  digest(): Omit<Spooled, 'file'>;
} {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
  let head = Buffer.alloc(0);
  let size = 0;
  const stream = new Transform({
    transform(given: Buffer, _encoding, done) {
      const chunk = change && size === 0 ? changed(given) : given;
      if (head.length < HEAD) head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
      size += chunk.length;
      for (const [, hash] of hashes) hash.update(chunk);
      done(null, chunk);
    },
  });
  return {
    stream,
    digest: () => ({
      size,
      hashes: Object.fromEntries(hashes.map(([name, hash]) => [name, hash.digest('hex')])),
      head,
    }),
  };
}

/** The last byte of the first chunk: headers stay what they are. */
function changed(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk);
  const last = copy.length - 1;
  if (last >= 0) copy[last] = (copy[last] ?? 0) ^ 0xff;
  return copy;
}
