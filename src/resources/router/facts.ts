import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: [
    'name',
    'admin_state_up',
    'routes',
    'gateway',
    'interfaces',
    'project_id',
    'description',
    'tags',
  ],
  lost: { id: 'Neutron chooses it.' },
  peers: 'os-migrate: gateway address, routes; the original Pumphouse: interfaces',
};
