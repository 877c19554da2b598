import { Readable } from 'node:stream';
import type { SimulatedCloud } from '../cloud.ts';

/** A volume's data: what is not zeros, in order. It is never changed, so volumes may share it. */
export interface Content {
  readonly pieces: readonly { readonly at: number; readonly bytes: Buffer }[];
  /** In bytes, of all that was written. */
  readonly length: number;
}

export const EMPTY: Content = { pieces: [], length: 0 };

export interface Contents {
  /** What a volume made from the image holds. Rejects where Glance cannot give it. */
  ofImage(id: string): Promise<Content>;
  /** The bytes of a whole volume. */
  read(content: Content, sizeGb: number): Readable;
}

const GB = 2 ** 30;

export function createContents(cloud: SimulatedCloud): Contents {
  const gb = cloud.options.volumeGbBytes ?? GB;
  // An image's data never change.
  const known = new Map<string, Promise<Content>>();
  return {
    ofImage(id) {
      const content = known.get(id) ?? gather(cloud.image.read(id));
      known.set(id, content);
      content.catch(() => known.delete(id));
      return content;
    },
    read: (content, sizeGb) =>
      Readable.from(bytesOf(content, Math.max(sizeGb * gb, content.length))),
  };
}

async function gather(data: Readable): Promise<Content> {
  const pieces: { at: number; bytes: Buffer }[] = [];
  let length = 0;
  for await (const chunk of data as AsyncIterable<Buffer>) {
    if (chunk.some((byte) => byte !== 0)) pieces.push({ at: length, bytes: Buffer.from(chunk) });
    length += chunk.length;
  }
  return { pieces, length };
}

const ZEROS = Buffer.alloc(1024 * 1024);

function* bytesOf({ pieces }: Content, length: number): Generator<Buffer> {
  let at = 0;
  for (const piece of pieces) {
    yield* zeros(piece.at - at);
    yield piece.bytes;
    at = piece.at + piece.bytes.length;
  }
  yield* zeros(length - at);
}

function* zeros(length: number): Generator<Buffer> {
  for (let left = length; left > 0; left -= ZEROS.length) {
    yield left < ZEROS.length ? ZEROS.subarray(0, left) : ZEROS;
  }
}

/** The same with its first byte another. */
export function spoilt({ pieces, length }: Content): Content {
  const [first] = pieces;
  const bytes = first?.at === 0 ? Buffer.from(first.bytes) : Buffer.alloc(1);
  bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  const others = first?.at === 0 ? pieces.slice(1) : pieces;
  return { pieces: [{ at: 0, bytes }, ...others], length: Math.max(length, 1) };
}
