import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'none: by mark or mapping',
  mark: 'tags',
  carries: [
    'name',
    'gateway_ip',
    'enable_dhcp',
    'allocation_pools',
    'dns_nameservers',
    'host_routes',
    'dns_publish_fixed_ip',
    'service_types',
    'cidr',
    'ip_version',
    'ipv6_ra_mode',
    'ipv6_address_mode',
    'network_id',
    'subnetpool_id',
    'description',
    'tags',
  ],
  lost: {
    id: 'Neutron chooses it.',
    segment_id: 'It belongs to a segment of the source; the plan says so.',
  },
  peers:
    'os-migrate: order of DNS servers, the pool (one of its name must be there); the original Pumphouse: DNS servers, routes',
};
