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
    'vlan_transparent',
    'provider:network_type',
    'provider:physical_network',
    'provider:segmentation_id',
    'qos_policy_id',
    'project_id',
    'description',
    'tags',
  ],
  lost: {
    id: 'Neutron chooses it.',
    'provider:*': 'The destination chooses, unless the physical network is mapped by the spec.',
    availability_zone_hints:
      'Kept, by the names that the spec maps them to, where the destination has such zones.',
    'router:external': 'An external network is mapped, never made.',
    segments: 'A network of several segments is made with one.',
  },
  peers: 'the original Pumphouse: all but the name',
};
