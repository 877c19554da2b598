import { z } from 'zod';
import { FENCED_TAG } from '../../model/provenance.ts';
import { collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

const optional = z.string().nullish();

/** https://docs.openstack.org/api-ref/network/v2/#ports. What an extension adds is absent without it. */
const wireSchema = z.object({
  ...standardFields,
  name: z.string(),
  network_id: z.string(),
  mac_address: z.string(),
  admin_state_up: z.boolean(),
  status: z.string(),
  device_id: z.string(),
  device_owner: z.string(),
  fixed_ips: z.array(z.object({ subnet_id: z.string(), ip_address: z.string() })),
  security_groups: z.array(z.string()).default([]),
  allowed_address_pairs: z
    .array(z.object({ ip_address: z.string(), mac_address: z.string().optional() }))
    .default([]),
  port_security_enabled: z.boolean().nullish(),
  extra_dhcp_opts: z
    .array(
      z.object({ opt_name: z.string(), opt_value: z.string(), ip_version: z.number().default(4) }),
    )
    .default([]),
  'binding:vnic_type': z.string().default('normal'),
  'binding:profile': z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((profile) => profile ?? {}),
  dns_name: optional,
  dns_domain: optional,
  device_profile: optional,
  qos_policy_id: optional,
  numa_affinity_policy: optional,
  hints: z.record(z.string(), z.unknown()).nullish(),
  trusted: z.boolean().nullish(),
  propagate_uplink_status: z.boolean().nullish(),
  trunk_details: z.looseObject({}).nullish(),
});

/** One that we have closed in the source is shown as it was before. */
const portSchema = wireSchema.transform((wire) => ({
  ...wire,
  admin_state_up: wire.admin_state_up || wire.tags.includes(FENCED_TAG),
}));

type ShownPort = z.output<typeof portSchema>;

export interface Port extends ShownPort {
  /** A subport of a server's trunk has no device, and is not loose. */
  readonly isOfServer?: boolean;
}
export const ports = collection('port', portSchema);

/** Of a server, or of nobody yet; all others Neutron or another service makes for itself. */
export function isServerPort({ device_owner: owner }: Pick<Port, 'device_owner'>): boolean {
  return owner === '' || owner.startsWith('compute:') || owner === SUBPORT;
}

/** What some drivers write on the subports of a trunk; others write nothing. */
export const SUBPORT = 'trunk:subport';

/** The three ways in which a router holds a subnet. */
export const ROUTER_INTERFACES = [
  'network:router_interface',
  'network:ha_router_replicated_interface',
  'network:router_interface_distributed',
] as const;

export function isRouterInterface({ device_owner: owner }: Pick<Port, 'device_owner'>): boolean {
  return ROUTER_INTERFACES.some((one) => one === owner);
}

/** What its copy asks for: Nova gives a server's ports the server's hostname, and refuses any other. */
export function dnsNameOf({ device_id: device, dns_name: name }: Port): string | undefined {
  return device === '' && name ? name : undefined;
}
