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
  lost: {
    id: 'Neutron chooses it.',
    distributed:
      'Asked for where the destination has it, and not compared: its driver may know one way only.',
    ha: 'The same.',
    flavor_id: 'A flavor names a service provider of its own cloud.',
    external_fixed_ips: 'Kept where they are free.',
  },
  peers: 'os-migrate: gateway address, routes; the original Pumphouse: interfaces',
};
