import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../http/refusal.ts';

/** Bytes from the first to the last, both of them meant. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What part of so many bytes is asked for; undefined: all. `Content-Range` is taken too, as Glance always has. @throws Refusal */
export function rangeOf(headers: IncomingHttpHeaders, size: number): ByteRange | undefined {
  if (headers.range !== undefined) return askedFor(headers.range, size);
  const old = headers['content-range'];
  return old === undefined ? undefined : contentRange(old, size);
}

function askedFor(text: string, size: number): ByteRange {
  if (text.includes(',')) {
    throw new Refusal(
      400,
      'Requests with multiple ranges are not supported in Glance. You may make multiple single-range requests instead.',
    );
  }
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/i.exec(text.trim()) ?? [];
  if (first === '' && last === '') throw unsatisfiable('Invalid Range header.');
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  if (last !== '' && Number(last) < start) throw unsatisfiable('Invalid Range header.');
  mustStartWithin(start, size, 'Range');
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

function contentRange(text: string, size: number): ByteRange {
  const [, first, last] = /^bytes (\d+)-(\d+)\/(?:\d+|\*)$/i.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined) {
    throw unsatisfiable('Invalid Content-Range header.');
  }
  mustStartWithin(Number(first), size, 'Content-Range');
  return { start: Number(first), end: Math.min(Number(last), size - 1) };
}

function mustStartWithin(start: number, size: number, header: string): void {
  if (start < size) return;
  throw unsatisfiable(
    `Invalid start position in ${header} header. Start position MUST be in the inclusive range [0, ${size - 1}].`,
  );
}

function unsatisfiable(message: string): Refusal {
  return new Refusal(416, message, 'detail');
}
