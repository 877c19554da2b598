import { sortedBy } from '../neutron/changed.ts';
import { ownTags } from '../neutron/mark.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { poolOf } from './schema.ts';
import type { Subnet } from './schema.ts';

export function attributes(subnet: Subnet, translate: Translate): Attributes {
  const pool = poolOf(subnet);
  return {
    ...settable(subnet),
    ...fixed(subnet),
    dns_publish_fixed_ip: subnet.dns_publish_fixed_ip ?? false,
    network_id: translate('network', subnet.network_id),
    subnetpool_id:
      pool === undefined
        ? null
        : (translate('subnet-pool', pool) ?? `not in the destination: ${pool}`),
    description: subnet.description,
    tags: ownTags(subnet),
  };
}

/** What may be sent in create and in update alike. */
export function settable(subnet: Subnet): Attributes {
  return {
    name: subnet.name,
    gateway_ip: subnet.gateway_ip,
    enable_dhcp: subnet.enable_dhcp,
    allocation_pools: sortedBy(subnet.allocation_pools, ({ start }) => start),
    dns_nameservers: subnet.dns_nameservers,
    host_routes: sortedBy(subnet.host_routes, (route) => route.destination + route.nexthop),
    // Clouds without the extensions refuse even a no, and an empty list.
    dns_publish_fixed_ip: subnet.dns_publish_fixed_ip || undefined,
    service_types: subnet.service_types.length === 0 ? undefined : subnet.service_types.toSorted(),
  };
}

/** What only create takes. */
export function fixed(subnet: Subnet): Attributes {
  return {
    cidr: subnet.cidr,
    ip_version: subnet.ip_version,
    ipv6_ra_mode: subnet.ipv6_ra_mode ?? undefined,
    ipv6_address_mode: subnet.ipv6_address_mode ?? undefined,
  };
}
