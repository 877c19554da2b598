import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'its parent port',
  mark: 'tags',
  carries: ['name', 'admin_state_up', 'project_id', 'port_id', 'sub_ports', 'description', 'tags'],
  lost: { id: 'Neutron chooses it.' },
  peers: 'os-migrate, the original Pumphouse, CloudFerry, Coriolis: all of it',
};
