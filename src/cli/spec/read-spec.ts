import { createReadStream } from 'node:fs';
import { UsageError } from '../../errors/migration.ts';
import { parseSpec } from './parse-spec.ts';
import type { Spec } from '../../model/spec.ts';

/** A spec of a thousand servers is some 100 KiB. */
const LARGEST_SPEC = 1024 * 1024;

/** Reads a spec file; `-` is standard input. @throws UsageError with every mistake's line and column */
export async function readSpec(path: string): Promise<Spec> {
  const file = path === '-' ? 'standard input' : path;
  return parseSpec(decode(await readBounded(path, file), file), file);
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
    throw new UsageError(`${file}: is larger than 1 MiB; a spec is a short YAML file`);
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
  if (bytes.includes(0)) throw new UsageError(`${file}: is not text; a spec is a YAML file`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file}: is not UTF-8 text; a spec is a YAML file`, { cause: error });
  }
}
