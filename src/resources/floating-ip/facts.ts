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
  lost: {
    id: 'Neutron chooses it.',
    'port_id where no server has the port':
      'Else it would answer in both clouds: it is connected by hand; the plan says so.',
  },
  peers:
    'os-migrate: the address, and those of no server; the original Pumphouse: all of it, with Neutron; Forklift: all of it',
};
