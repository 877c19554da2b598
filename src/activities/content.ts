import { createHash } from 'node:crypto';
import type { Node } from './closure.ts';

/** What a secret leaves behind: not even a hash of it is kept in a plan. */
export const SECRETS = new Set(['password', 'user_data_sha256']);

/** Characters of base64 an attribute: 36 bits. */
const HASH_LENGTH = 6;

/** What would be copied of a source resource: a short hash of each of its attributes, by name, and of what it depends on. */
export function contentOf({
  kind,
  resource,
  needs,
}: Pick<Node, 'kind' | 'resource' | 'needs'>): Readonly<Record<string, string>> {
  const attributes = Object.entries(kind.attributes(resource, (_of, id) => id));
  return Object.fromEntries(
    [...attributes, ['dependencies', needs.toSorted()] as const].flatMap(([name, value]) =>
      SECRETS.has(name) || value === undefined ? [] : [[name, hashOf(value)]],
    ),
  );
}

function hashOf(value: unknown): string {
  const text = JSON.stringify(value, sorted);
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_LENGTH);
}

/** The same object is told with its keys in another order at another time. */
function sorted(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value;
}
