import type { Node } from './node.ts';
import { canonical, shortHash } from './short-hash.ts';

/** What a secret leaves behind: not even a hash of it is kept in a plan. */
export const SECRETS = new Set(['password', 'user_data_sha256']);

/** Characters an attribute: 36 bits. */
const HASH_LENGTH = 6;

/** What would be copied of a source resource: a short hash of each of its attributes, by name, of what is asked for besides, and of what it depends on. */
export function contentOf({
  kind,
  resource,
  needs,
}: Pick<Node, 'kind' | 'resource' | 'needs'>): Readonly<Record<string, string>> {
  const attributes = {
    ...kind.asked?.(resource),
    ...kind.attributes(resource, (_of, id) => id),
    dependencies: needs.toSorted(),
  };
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      SECRETS.has(name) || value === undefined
        ? []
        : [[name, shortHash(canonical(value), HASH_LENGTH)]],
    ),
  );
}
