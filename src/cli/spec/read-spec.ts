import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors/migration.ts';
import { parseSpec } from './parse-spec.ts';
import type { Spec } from '../../model/spec.ts';

/** A spec of a thousand servers is some 100 KiB. */
const LARGEST_SPEC = 1024 * 1024;

/** Reads a spec file; `-` is standard input. @throws UsageError with every mistake's line and column */
export async function readSpec(path: string): Promise<Spec> {
  const file = path === '-' ? 'standard input' : path;
  const spec = parseSpec(decode(await readBounded(path, file), file), file);
  return withServersFrom(spec, path === '-' ? '.' : dirname(path));
}

/** The spec with the words of its file of servers in it: a worker has no such file. */
async function withServersFrom(spec: Spec, folder: string): Promise<Spec> {
  if (spec.select?.serversFrom === undefined) return spec;
  const { serversFrom, ...select } = spec.select;
  const file = resolve(folder, serversFrom);
  const words = decode(await readBounded(file, file), file)
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
  if (words.length === 0) throw new UsageError(`${file}: names no server; write one a line`);
  return { ...spec, select: { ...select, servers: [...(select.servers ?? []), ...words] } };
}

// Read, not stat'ed: a pipe or a device has no size.
async function readBounded(path: string, file: string): Promise<Buffer> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { end: LARGEST_SPEC });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk as Buffer));
      size += chunks.at(-1)?.length ?? 0;
      if (size > LARGEST_SPEC) break;
    }
  } catch (error) {
    throw new UsageError(`${file}: ${unreadable(error)}`, { cause: error });
  }
  if (size > LARGEST_SPEC) {
    throw new UsageError(`${file}: is larger than 1 MiB`);
  }
  return Buffer.concat(chunks);
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory; name the spec file in it';
  if (code === 'EACCES') return 'may not be read by this user';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

function decode(bytes: Buffer, file: string): string {
  if (bytes.includes(0)) throw new UsageError(`${file}: is not text`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file}: is not UTF-8 text`, { cause: error });
  }
}
