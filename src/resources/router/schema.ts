import { z } from 'zod';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';
import type { Port } from '../port/schema.ts';

/** https://docs.openstack.org/api-ref/network/v2/#routers-routers */
const routerSchema = z.object({
  ...standardFields,
  name: z.string(),
  admin_state_up: z.boolean(),
  distributed: z.boolean().nullish(),
  ha: z.boolean().nullish(),
  routes: z.array(z.object({ destination: z.string(), nexthop: z.string() })).default([]),
  availability_zone_hints: z.array(z.string()).default([]),
  external_gateway_info: z
    .object({
      network_id: z.string(),
      enable_snat: z.boolean().optional(),
      qos_policy_id: z.string().nullish(),
      external_fixed_ips: z
        .array(z.object({ ip_address: z.string(), subnet_id: z.string().optional() }))
        .default([]),
    })
    .nullish(),
});

type WireRouter = z.output<typeof routerSchema>;

/** A router with the ports by which it holds its subnets. */
export interface Router extends WireRouter {
  readonly interfaces: readonly Port[];
}

export const routers = collection('router', routerSchema);
