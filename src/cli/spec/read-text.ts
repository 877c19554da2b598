import { createReadStream } from 'node:fs';
import { UsageError } from '../../errors/migration.ts';

const MIB = 1024 * 1024;

/** Reads a UTF-8 text file of at most so many bytes; `-` is standard input. @throws UsageError that begins with the file's name */
export async function readText(
  path: string,
  largest: number,
): Promise<{ readonly file: string; readonly text: string }> {
  const file = path === '-' ? 'standard input' : path;
  const bytes = await readBounded(path, file, largest);
  if (bytes === undefined) throw new UsageError(`${file}: is larger than ${largest / MIB} MiB`);
  return { file, text: decode(bytes, file) };
}

// Read, not stat'ed: a pipe or a device has no size.
async function readBounded(
  path: string,
  file: string,
  largest: number,
): Promise<Buffer | undefined> {
  const stream = path === '-' ? process.stdin : createReadStream(path, { end: largest });
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk as Buffer));
      size += chunks.at(-1)?.length ?? 0;
      if (size > largest) return undefined;
    }
  } catch (error) {
    throw new UsageError(`${file}: ${unreadable(error)}`, { cause: error });
  }
  return Buffer.concat(chunks);
}

function unreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a directory; name the file in it';
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
