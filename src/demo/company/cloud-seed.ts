/** What a cloud holds before the demo begins, as its people would describe it. Things name each other by name. */
export interface CloudSeed {
  readonly external: ExternalSeed;
  readonly flavors: readonly FlavorSeed[];
  /** Public ones. */
  readonly images: readonly ImageSeed[];
  readonly projects: readonly ProjectSeed[];
}

/** The network that floating IPs come from. */
export interface ExternalSeed {
  readonly name: string;
  readonly cidr: string;
  readonly first: string;
  readonly last: string;
}

export interface FlavorSeed {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly ramMb: number;
  readonly diskGb: number;
  readonly swapMb?: number;
  /** Only these projects may use it. */
  readonly projects?: readonly string[];
  readonly extraSpecs?: Readonly<Record<string, string>>;
}

export interface ImageSeed {
  readonly name: string;
  readonly sizeMib: number;
  /** As Glance takes them: properties, tags, `min_disk`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface ProjectSeed {
  readonly name: string;
  readonly description: string;
  /** The first makes everything that has no user of its own. */
  readonly users: readonly UserSeed[];
  readonly images?: readonly ImageSeed[];
  readonly networks: readonly NetworkSeed[];
  /** Leads from these networks to the external one. */
  readonly router?: { readonly name: string; readonly networks: readonly string[] };
  readonly securityGroups: readonly SecurityGroupSeed[];
  readonly ports?: readonly PortSeed[];
  readonly floatingIps?: readonly FloatingIpSeed[];
  readonly serverGroups?: readonly { readonly name: string; readonly policy: string }[];
  readonly volumes?: readonly VolumeSeed[];
  readonly servers: readonly ServerSeed[];
}

export interface UserSeed {
  readonly name: string;
  readonly email: string;
}

/** One subnet each. `gateway: null`: none. */
export interface NetworkSeed {
  readonly name: string;
  readonly cidr: string;
  readonly gateway?: null;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** As Neutron takes them, of the subnet: DNS servers, DHCP. */
  readonly subnet?: Readonly<Record<string, unknown>>;
}

export interface SecurityGroupSeed {
  readonly name: string;
  readonly description: string;
  /** TCP ports that are open, and to whom: a CIDR, or a group. */
  readonly open: readonly (readonly [port: number, to: string])[];
}

export interface PortSeed {
  readonly name: string;
  readonly network: string;
  readonly addresses: readonly string[];
  readonly securityGroups?: readonly string[];
  /** As Neutron takes them: `port_security_enabled`, `allowed_address_pairs`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Without a port it is held in reserve. */
export interface FloatingIpSeed {
  readonly port?: string;
  readonly address?: string;
  readonly description: string;
}

export interface VolumeSeed {
  readonly name: string;
  readonly sizeGb: number;
  readonly image?: string;
}

export interface ServerSeed {
  readonly name: string;
  readonly flavor: string;
  readonly image?: string;
  /** Of `users`; the first where absent. */
  readonly user?: string;
  readonly nics: readonly ({ readonly network: string } | { readonly port: string })[];
  readonly group?: string;
  /** It boots from this volume. */
  readonly bootVolume?: string;
  /** Attached once it runs. */
  readonly dataVolume?: string;
  readonly off?: true;
  /** The reason. */
  readonly locked?: string;
  readonly userData?: string;
  /** As Nova takes them: metadata, tags, security groups, config drive. */
  readonly more?: Readonly<Record<string, unknown>>;
}
