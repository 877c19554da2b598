import { z } from 'zod';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** https://docs.openstack.org/api-ref/network/v2/#networks. What an extension adds is absent without it. */
const networkSchema = z.object({
  ...standardFields,
  name: z.string(),
  admin_state_up: z.boolean(),
  shared: z.boolean().default(false),
  'router:external': z.boolean().default(false),
  mtu: z.number().nullish(),
  port_security_enabled: z.boolean().nullish(),
  dns_domain: z.string().nullish(),
  availability_zone_hints: z.array(z.string()).default([]),
  qos_policy_id: z.string().nullish(),
  /** Only guests on hosts whose network lets tagged frames pass can use it. */
  vlan_transparent: z.boolean().nullish(),
  // Absent for all but administrators.
  'provider:network_type': z.string().nullish(),
  'provider:physical_network': z.string().nullish(),
  'provider:segmentation_id': z.number().nullish(),
  /** In place of the three, of a network with several. */
  segments: z.array(z.looseObject({})).default([]),
});

export type Network = z.output<typeof networkSchema>;
export const networks = collection('network', networkSchema);
