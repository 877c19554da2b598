import { createHash } from 'node:crypto';

/** As JSON, the same however the keys of an object are ordered. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, sorted);
}

/** The first characters of a hash in base64, 6 bits each. */
export function shortHash(text: string, characters: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}

function sorted(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
}
