import { z } from 'zod';
import type { Collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

const text = z.string().nullish();

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips. Its address is its name. */
export const floatingIpSchema = z
  .object({
    ...standardFields,
    floating_ip_address: z.string(),
    floating_network_id: z.string(),
    fixed_ip_address: text,
    port_id: text,
    dns_name: text,
    dns_domain: text,
    qos_policy_id: text,
  })
  .transform((wire) => ({ ...wire, name: wire.floating_ip_address }));

export type FloatingIp = z.output<typeof floatingIpSchema>;
export const floatingIps: Collection<typeof floatingIpSchema> = {
  path: '/floatingips',
  one: 'floatingip',
  many: 'floatingips',
  schema: floatingIpSchema,
};
