import { z } from 'zod';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** https://docs.openstack.org/api-ref/network/v2/#subnets */
export const subnetSchema = z.object({
  ...standardFields,
  name: z.string(),
  network_id: z.string(),
  cidr: z.string(),
  ip_version: z.number(),
  /** Null: none. Not sent, Neutron would choose one. */
  gateway_ip: z.string().nullable(),
  enable_dhcp: z.boolean(),
  allocation_pools: z.array(z.object({ start: z.string(), end: z.string() })),
  /** In the order in which guests ask them: Neutron keeps it, in create and in update. */
  dns_nameservers: z.array(z.string()),
  host_routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  ipv6_ra_mode: z.string().nullish(),
  ipv6_address_mode: z.string().nullish(),
  dns_publish_fixed_ip: z.boolean().nullish(),
  service_types: z.array(z.string()).default([]),
  subnetpool_id: z.string().nullish(),
  segment_id: z.string().nullish(),
});

export type Subnet = z.output<typeof subnetSchema>;
export const subnets = collection('subnet', subnetSchema);

/** The pool it comes from: a prefix that a router outside delegates comes from none. */
export function poolOf({ subnetpool_id: id }: Pick<Subnet, 'subnetpool_id'>): string | undefined {
  return id === null || id === undefined || id === 'prefix_delegation' ? undefined : id;
}

const AUTOMATIC = ['slaac', 'dhcpv6-stateless'];

/** Whether its ports have the addresses that IPv6 makes of their MACs, and no other may be asked for; a router's interfaces may have any. */
export function isAutomatic({
  ipv6_address_mode: mode,
  ipv6_ra_mode: advertised,
}: Pick<Subnet, 'ipv6_address_mode' | 'ipv6_ra_mode'>): boolean {
  return AUTOMATIC.includes(mode || advertised || '');
}
