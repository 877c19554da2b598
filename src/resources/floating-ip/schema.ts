import { z } from 'zod';
import type { Collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';
import { isServerPort } from '../port/schema.ts';
import { recordOf } from './record.ts';

const text = z.string().nullish();

/** https://docs.openstack.org/api-ref/network/v2/#floating-ips-floatingips */
const wireSchema = z.object({
  ...standardFields,
  floating_ip_address: z.string(),
  floating_network_id: z.string(),
  fixed_ip_address: text,
  port_id: text,
  /** The router that carries it, as long as it is connected or forwards. */
  router_id: text,
  dns_name: text,
  dns_domain: text,
  qos_policy_id: text,
  port_details: z.looseObject({ device_owner: z.string() }).nullish(),
  port_forwardings: z.array(z.unknown()).optional(),
});

/** Its address is its name. A silenced one is shown as it was before. */
export const floatingIpSchema = wireSchema.transform((wire) => {
  const record = recordOf(wire.tags);
  return {
    ...wire,
    name: wire.floating_ip_address,
    port_id: record?.portId ?? wire.port_id,
    fixed_ip_address: record?.fixedIp ?? wire.fixed_ip_address,
  };
});

export type FloatingIp = z.output<typeof floatingIpSchema>;

/** Of no port, of ports it forwards to, or of a port that no server has. */
export function isDetached(address: FloatingIp): boolean {
  return !address.port_id || address.port_details?.device_owner === '' || isOfService(address);
}

/** Its port is another service's, a load balancer's, which no kind copies. */
export function isOfService({ port_id: port, port_details: details }: FloatingIp): boolean {
  return Boolean(port) && details !== null && details !== undefined && !isServerPort(details);
}

export const floatingIps: Collection<typeof floatingIpSchema> = {
  path: '/floatingips',
  one: 'floatingip',
  many: 'floatingips',
  schema: floatingIpSchema,
};

/** As they are now. */
export const floatingIpWires: Collection<typeof wireSchema> = {
  ...floatingIps,
  schema: wireSchema,
};
