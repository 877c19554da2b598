import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'MAC in its network',
  mark: 'tags',
  carries: [
    'name',
    'admin_state_up',
    'security_groups',
    'allowed_address_pairs',
    'port_security_enabled',
    'extra_dhcp_opts',
    'binding:vnic_type',
    'project_id',
    'network_id',
    'mac_address',
    'fixed_ips',
    'description',
    'tags',
  ],
  lost: { id: 'Neutron chooses it.', 'binding:host_id': 'The destination’s scheduler chooses.' },
  peers:
    'os-migrate: address pairs, security groups, DHCP options, port security, tags; the original Pumphouse: fixed IPs',
};
