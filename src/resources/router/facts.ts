import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: [
    'name',
    'admin_state_up',
    'routes',
    'external_gateway_info',
    'interfaces',
    'project_id',
    'description',
    'tags',
  ],
  lost: {
    id: 'Neutron chooses it.',
    distributed:
      'Asked for where the destination has it, and not compared: its driver may know one way only.',
    ha: 'As distributed.',
    conntrack_helpers: 'They are not made; the plan names them.',
    flavor_id: 'A flavor names a service provider of its own cloud.',
    'external_gateway_info.external_fixed_ips':
      'Kept where all of them are free; where not, the plan says so.',
    availability_zone_hints:
      'Kept, by the names that the spec maps them to, where the destination has such zones.',
  },
  peers:
    'os-migrate: address outside, routes, MAC of its interfaces; the original Pumphouse: interfaces',
};
