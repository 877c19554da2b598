import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NicTags } from './nic-tags.ts';

const address = z.looseObject({
  addr: z.string(),
  'OS-EXT-IPS:type': z.string().optional(),
  'OS-EXT-IPS-MAC:mac_addr': z.string().optional(),
});

/**
 * A server as compute 2.93 shows it to an admin. Missing fields mean an older cloud (tags before 2.26, description before 2.19,
 * a settable hostname before 2.90, groups before 2.71). `user_data` leaves the parser only as a digest: it may hold passwords.
 */
export const serverWire = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    tenant_id: z.string(),
    user_id: z.string(),
    // An empty string where it boots from a volume.
    image: z.union([z.looseObject({ id: z.string() }), z.literal('')]).nullish(),
    flavor: z.looseObject({
      id: z.string().optional(),
      original_name: z.string().optional(),
      vcpus: z.number().default(0),
      ram: z.number().default(0),
      disk: z.number().default(0),
      ephemeral: z.number().default(0),
      // Before 2.75 no swap is an empty string.
      swap: z.union([z.number(), z.literal('').transform(() => 0)]).default(0),
      extra_specs: z.record(z.string(), z.string()).default({}),
    }),
    metadata: z.record(z.string(), z.string()).default({}),
    addresses: z.record(z.string(), z.array(address)).default({}),
    key_name: z.string().nullish(),
    // "" or "True"
    config_drive: z.union([z.string(), z.boolean()]).nullish(),
    description: z.string().nullish(),
    tags: z.array(z.string()).default([]),
    locked: z.boolean().default(false),
    locked_reason: z.string().nullish(),
    server_groups: z.array(z.string()).optional(),
    trusted_image_certificates: z.array(z.string()).nullish(),
    accessIPv4: z.string().default(''),
    accessIPv6: z.string().default(''),
    fault: z.looseObject({ message: z.string().default('') }).optional(),
    'OS-DCF:diskConfig': z.string().default('MANUAL'),
    'OS-EXT-AZ:availability_zone': z.string().nullish(),
    'OS-EXT-STS:vm_state': z.string().default(''),
    'OS-EXT-STS:task_state': z.string().nullish(),
    'OS-EXT-SRV-ATTR:host': z.string().nullish(),
    'OS-EXT-SRV-ATTR:hostname': z.string().nullish(),
    'OS-EXT-SRV-ATTR:hypervisor_hostname': z.string().nullish(),
    'OS-EXT-SRV-ATTR:user_data': z
      .string()
      .nullish()
      .transform((userData) => (userData ? digest(userData) : null)),
    'os-extended-volumes:volumes_attached': z.array(z.looseObject({ id: z.string() })).default([]),
  })
  .transform((wire) => ({
    id: wire.id,
    name: wire.name,
    status: wire.status,
    projectId: wire.tenant_id,
    userId: wire.user_id,
    imageId: wire.image ? wire.image.id : undefined,
    embeddedFlavor: wire.flavor,
    metadata: wire.metadata,
    addresses: wire.addresses,
    /** MAC addresses in the order of the interfaces, as far as Nova tells it. */
    macs: macsOf(wire.addresses),
    keyName: wire.key_name ?? null,
    configDrive: wire.config_drive === true || wire.config_drive === 'True',
    description: wire.description ?? null,
    tags: wire.tags,
    locked: wire.locked,
    locked_reason: wire.locked_reason ?? null,
    groups: wire.server_groups,
    trustedCertificates: wire.trusted_image_certificates ?? [],
    accessIpv4: wire.accessIPv4,
    accessIpv6: wire.accessIPv6,
    fault: wire.fault?.message,
    diskConfig: wire['OS-DCF:diskConfig'],
    zone: orNull(wire['OS-EXT-AZ:availability_zone']),
    vmState: wire['OS-EXT-STS:vm_state'],
    taskState: wire['OS-EXT-STS:task_state'] ?? null,
    hostname: wire['OS-EXT-SRV-ATTR:hostname'] ?? null,
    /** The compute service's host; null where it is on none (shelved), or not told. */
    host: orNull(wire['OS-EXT-SRV-ATTR:host']),
    hypervisor: orNull(wire['OS-EXT-SRV-ATTR:hypervisor_hostname']),
    /** sha256, hex, of the base64 text. */
    userDataDigest: wire['OS-EXT-SRV-ATTR:user_data'],
    volumes: wire['os-extended-volumes:volumes_attached'].map(({ id }) => id),
  }));

export type WireServer = z.output<typeof serverWire>;

/** A Neutron port of a server, as far as a server needs it. */
export const portSchema = z.looseObject({
  id: z.string(),
  device_id: z.string(),
  mac_address: z.string(),
  network_id: z.string(),
  admin_state_up: z.boolean(),
  status: z.string(),
  tags: z.array(z.string()).default([]),
  created_at: z.string().default(''),
  trunk_details: z
    .object({
      trunk_id: z.string(),
      sub_ports: z.array(z.looseObject({ port_id: z.string() })),
    })
    .nullish(),
});

export type ServerPort = z.output<typeof portSchema>;

/** A server with what other calls tell of it. */
export interface ServerResource extends WireServer {
  /**
   * Undefined where the cloud no longer says: the flavor's id is hidden from 2.47 on, and asked for with 2.46. Of a flavor that was
   * deleted, or made anew with other sizes, it is that of the flavor which the server embeds (`flavor/embedded.ts`).
   */
  readonly flavorId: string | undefined;
  /** In the order of its interfaces. */
  readonly ports: readonly ServerPort[];
  /** Undefined where the cloud does not show them. */
  readonly nicTags: NicTags | undefined;
  /** The server group it is a member of. */
  readonly groupId: string | undefined;
}

/** Nova tells what there is none of as an empty text, too. */
function orNull(text: string | null | undefined): string | null {
  return text || null;
}

/** Its interfaces', and those of the subports of their trunks. */
export function portIds({ ports }: Pick<ServerResource, 'ports'>): string[] {
  return ports.flatMap(({ id, trunk_details: trunk }) => [
    id,
    ...(trunk?.sub_ports ?? []).map(({ port_id: subPort }) => subPort),
  ]);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Floating addresses repeat the MAC of the fixed one. */
function macsOf(
  addresses: Readonly<Record<string, readonly z.output<typeof address>[]>>,
): readonly string[] {
  const macs = Object.values(addresses).flatMap((list) =>
    list.map((each) => each['OS-EXT-IPS-MAC:mac_addr'] ?? ''),
  );
  return [...new Set(macs.filter((mac) => mac !== ''))];
}
