import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'their group',
  mark: 'none: their group’s',
  carries: ['security_group_id', 'rules'],
  lost: {
    id: 'Neutron chooses it.',
    'project_id, tenant_id': 'A rule is its group’s, whoever made it.',
  },
  peers:
    'os-migrate: those that name an address group; the original Pumphouse: by the Compute API, those with neither range nor group; Forklift: all of it',
};
