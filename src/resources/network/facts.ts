import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: [
    'name',
    'admin_state_up',
    'shared',
    'mtu',
    'port_security_enabled',
    'dns_domain',
    'project_id',
    'description',
    'tags',
  ],
  lost: { id: 'Neutron chooses it.' },
  peers: 'the original Pumphouse: all but the name',
};
