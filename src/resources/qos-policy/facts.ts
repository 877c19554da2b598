import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: ['name', 'shared', 'is_default', 'rules', 'project_id', 'description', 'tags'],
  lost: { id: 'Neutron chooses it, and that of each rule.' },
  peers:
    'os-migrate: not made, referred to by name; the original Pumphouse, CloudFerry, Coriolis: all of it',
};
