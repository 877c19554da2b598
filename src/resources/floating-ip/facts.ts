import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'address in its network',
  mark: 'tags',
  carries: [
    'floating_ip_address',
    'floating_network_id',
    'project_id',
    'dns_name',
    'dns_domain',
    'qos_policy_id',
    'description',
    'tags',
    'port_id',
    'fixed_ip_address',
  ],
  lost: { id: 'Neutron chooses it.' },
  peers: 'os-migrate: the address; Forklift: all of it',
};
