import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: [
    'name',
    'prefixes',
    'default_prefixlen',
    'min_prefixlen',
    'max_prefixlen',
    'default_quota',
    'is_default',
    'address_scope_id',
    'ip_version',
    'shared',
    'project_id',
    'description',
    'tags',
  ],
  lost: { id: 'Neutron chooses it.' },
  peers:
    'os-migrate: not made, referred to by name; the original Pumphouse, CloudFerry, Coriolis: all of it',
};
