import { z } from 'zod';

const text = z.string().nullish();
const id = z.union([z.string(), z.number().transform(String)]);

/**
 * What nova-network tells an administrator through the Compute API at microversion 2.1 (the calls are gone above 2.35). Shapes:
 * nova 16.0.0 (Pike), doc/api_samples/os-networks/networks-list-resp.json and `network_dict` in
 * nova/api/openstack/compute/networks.py. Where Nova has its networks from a Neutron, all but id and label are null.
 */
export const networkWire = z.object({
  id,
  label: text.transform((label) => label ?? ''),
  cidr: text,
  gateway: text,
  dhcp_start: text,
  enable_dhcp: z.boolean().nullish(),
  dns1: text,
  dns2: text,
  cidr_v6: text,
  gateway_v6: text,
  /** Of VlanManager. */
  vlan: z.number().nullish(),
  bridge: text,
  /** The host's interface that the bridge leads to. */
  bridge_interface: text,
  mtu: z.number().nullish(),
  /** Null: everybody's (flat), or nobody's yet (VLAN). */
  project_id: text,
});

/** An element of `floating_ip_info`, os-floating-ips-bulk: those of all projects, and those that nobody has taken. Gone from Rocky on. */
export const floatingWire = z.object({
  address: z.string(),
  pool: z.string(),
  project_id: text,
  instance_uuid: text,
  fixed_ip: text,
});

export const poolWire = z.object({ name: z.string() });

/**
 * os-security-groups: `_format_security_group` in nova/api/openstack/compute/security_groups.py. Only what comes in has rules. Ids are
 * integers. `group` and `ip_range` are `{}` where the rule has the other one.
 */
export const groupWire = z.object({
  id,
  name: z.string(),
  description: text,
  tenant_id: z.string(),
  rules: z.array(
    z.object({
      id,
      ip_protocol: text,
      /** ICMP: the type; -1 is any. */
      from_port: z.number().nullish(),
      /** ICMP: the code. */
      to_port: z.number().nullish(),
      group: z.object({ name: text, tenant_id: text }).default({}),
      ip_range: z.object({ cidr: text }).default({}),
    }),
  ),
});

/** A server as far as its networks go: https://docs.openstack.org/api-ref/compute/#show-server-details */
export const serverWire = z.object({
  id: z.string(),
  name: z.string(),
  tenant_id: z.string(),
  'OS-EXT-AZ:availability_zone': text,
  /** By the network's label. A floating address repeats the MAC of the fixed one. */
  addresses: z
    .record(
      z.string(),
      z.array(
        z.object({
          addr: z.string(),
          'OS-EXT-IPS:type': text,
          'OS-EXT-IPS-MAC:mac_addr': text,
        }),
      ),
    )
    .default({}),
  /** By name, which is unique in a project. */
  security_groups: z.array(z.object({ name: z.string() })).default([]),
  /** Before 2.26 a server has none. */
  tags: z.array(z.string()).default([]),
});

export type NetworkWire = z.output<typeof networkWire>;
export type FloatingWire = z.output<typeof floatingWire>;
export type GroupWire = z.output<typeof groupWire>;
export type ServerWire = z.output<typeof serverWire>;
