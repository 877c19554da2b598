import { ownTags } from '../neutron/mark.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { SubnetPool } from './schema.ts';

export function attributes(pool: SubnetPool, translate: Translate): Attributes {
  return {
    ...settable(pool),
    address_scope_id: scopeOf(pool, translate),
    ip_version: pool.ip_version,
    shared: pool.shared,
    project_id: translate('project', pool.project_id),
    description: pool.description,
    tags: ownTags(pool),
  };
}

/** What may be sent in create and in update alike. */
export function settable(pool: SubnetPool): Attributes {
  return {
    name: pool.name,
    prefixes: pool.prefixes.toSorted(),
    default_prefixlen: pool.default_prefixlen,
    min_prefixlen: pool.min_prefixlen,
    max_prefixlen: pool.max_prefixlen,
    // No quota cannot be said, only left out.
    default_quota: pool.default_quota ?? undefined,
    is_default: pool.is_default,
  };
}

export function scopeOf({ address_scope_id: id }: SubnetPool, translate: Translate): string | null {
  if (id === null || id === undefined) return null;
  return translate('address-scope', id) ?? `not in the destination: ${id}`;
}
