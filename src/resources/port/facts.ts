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
    'binding:profile',
    'qos_policy_id',
    'dns_domain',
    'numa_affinity_policy',
    'hints',
    'trusted',
    'project_id',
    'network_id',
    'mac_address',
    'fixed_ips',
    'description',
    'tags',
  ],
  lost: {
    id: 'Neutron chooses it.',
    'binding:host_id': 'The destination’s scheduler chooses.',
    'binding:profile': 'Of it, `capabilities` alone: a card and its slot are the host’s.',
    propagate_uplink_status: 'Asked for where both clouds know of it, and not compared.',
    dns_name:
      'Asked for where no server has the port, and not compared; a server’s has its hostname.',
    device_profile:
      'It asks for an accelerator by a profile of the source’s Cyborg; the plan says so.',
    device_id: 'A server’s follows from the server; that of other services is theirs.',
  },
  peers:
    'os-migrate: those of no server; of the others address pairs, security groups, QoS policy, DNS name, DHCP options, port security, tags; the original Pumphouse: fixed IPs; Forklift: fixed IPs',
};
