import type { Readable } from 'node:stream';
import type { Clock } from './clock.ts';
import type { Api, ServiceName, Token } from './http/call.ts';
import type { ImageLimits } from './image/limits.ts';

/** How a simulated cloud is made. */
export interface CloudOptions {
  /** As clouds.yaml will name it. */
  readonly name: string;
  /** Seconds that one of the cloud's seconds takes; default 1, as in a real one. Tests take 0.01. */
  readonly pace?: number;
  /** Milliseconds by which its clock is ahead. */
  readonly ahead?: number;
  /** Availability zones of servers, the default first. Default: `nova`. */
  readonly zones?: readonly string[];
  /** Compute hosts a zone; default 2. */
  readonly hosts?: number;
  /** Bytes of data that a GB of a volume holds when it is uploaded as an image; default 2^30, as in a real one. */
  readonly volumeGbBytes?: number;
  /** What Glance hashes data with: `md5` is its checksum, the other its `os_hash_value`. Default: md5 and sha512. */
  readonly imageHashes?: readonly string[];
  /** Limits of each project's images, as Glance has them with `use_keystone_limits`; default: it asks for none. */
  readonly imageLimits?: ImageLimits;
  /** Image properties that nobody may create (Glance's `property_protection_file`). */
  readonly protectedProperties?: readonly string[];
  /** The newest minor of Nova's microversions, to be an older cloud; default 93, as in Zed. */
  readonly computeNewest?: number;
  /**
   * What its networks are made with; default Neutron. With nova-network the catalog has no network service, and Nova tells of networks
   * at 2.1 to 2.35; its Neutron still listens (`origins.network`), for what Nova's own calls can no longer make.
   */
  readonly networking?: 'neutron' | 'nova-network';
  /** The domain of its ports' DNS names; default `lab.example.`. Of `openstacklocal.` Neutron keeps neither names nor domains of ports. */
  readonly dnsDomain?: string;
  /** Aliases of network extensions that it has not: nor has it the attributes that those of DNS, device profiles and conntrack helpers bring. */
  readonly extensionsLeftOut?: readonly string[];
  /** Of the administrator; made up where absent. */
  readonly password?: string;
  /** Ports to listen at, in the order of `SERVICES`; free ones where absent. */
  readonly ports?: readonly number[];
}

/** One cloud: its services, and what they ask of each other without HTTP. */
export interface SimulatedCloud {
  readonly name: string;
  readonly region: string;
  readonly clock: Clock;
  readonly options: CloudOptions;
  readonly identity: Identity;
  readonly image: Images;
  readonly compute: Compute;
  readonly network: Networks;
  readonly volume: Volumes;
  /** `http://127.0.0.1:PORT` */
  readonly origins: Readonly<Record<ServiceName, string>>;
}

export const SERVICES = ['identity', 'image', 'compute', 'network', 'volume'] as const;

export interface Identity {
  readonly api: Api;
  /** Undefined where it is unknown, revoked or has expired. */
  token(id: string): Token | undefined;
  /** What a fault does: the token is no longer taken. */
  expire(id: string): void;
  /** The bootstrapped administrator's project, which is there from the beginning. */
  readonly adminProjectId: string;
}

/** An image as Nova and Cinder see it. */
export interface BootImage {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly sizeBytes: number;
  readonly minDiskGb: number;
  readonly minRamMb: number;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What a volume made from it tells of it; empty where absent. */
  readonly checksum?: string | null;
  readonly diskFormat?: string;
  readonly containerFormat?: string;
}

/** Glance, asked by Nova and Cinder in the name of a token. */
export interface Images {
  readonly api: Api;
  /** Undefined where it is not there, or not to be seen with this token. */
  find(token: Token, id: string): BootImage | undefined;
  /** A new image of the token's project, `queued` then `saving`; its data follow. Answers its id. */
  begin(
    token: Token,
    image: {
      readonly name: string;
      readonly diskFormat: string;
      readonly minDiskGb?: number;
      readonly minRamMb?: number;
      readonly properties: Readonly<Record<string, unknown>>;
      /** Default: Glance's own, `shared`. */
      readonly visibility?: string;
      readonly protected?: boolean;
      readonly containerFormat?: string;
    },
  ): string;
  /** The data of an image that was begun; it becomes `active`. Where it has been deleted meanwhile, nothing happens. */
  finish(id: string, data: Readable): Promise<void>;
  /** An image's data. */
  read(id: string): Readable;
  /** The files of its data are gone. */
  close(): Promise<void>;
}

/** Neutron's port as Nova sees it. */
export interface ServerPort {
  readonly id: string;
  readonly networkId: string;
  readonly networkName: string;
  readonly macAddress: string;
  readonly fixedIps: readonly { readonly subnetId: string; readonly ipAddress: string }[];
  readonly floatingIps: readonly { readonly fixedIp: string; readonly ipAddress: string }[];
  readonly securityGroupNames: readonly string[];
  readonly status: string;
}

/** Neutron, asked by Nova. All throw a Refusal with the status and the words that Nova's caller gets. */
export interface Networks {
  readonly api: Api;
  /** A network that servers of the project may use; without `id`, the one there is (409 where there are more). */
  networkFor(
    token: Token,
    id: string | undefined,
  ): { readonly id: string; readonly name: string } | undefined;
  /** Whether such a port could be given to a server; it is not in use. */
  checkPort(token: Token, portId: string): void;
  /** Nova makes a port of its own: it is deleted with the server. Answers its id. */
  makePort(port: {
    readonly networkId: string;
    readonly projectId: string;
    readonly fixedIp?: string;
    /** Names or ids; the project's `default` where there are none. */
    readonly securityGroups: readonly string[];
  }): string;
  /** Gives a port to a server: device id and owner, host; it becomes ACTIVE after a moment where it is up. */
  bindPort(
    portId: string,
    to: {
      readonly serverId: string;
      readonly zone: string;
      readonly host: string;
      /** The port's DNS name from now on. */
      readonly hostname: string;
    },
  ): void;
  /** Takes it from its server; where Nova made it, `deletePort` is called instead. */
  unbindPort(portId: string): void;
  deletePort(portId: string): void;
  /** The server runs (ports that are up become ACTIVE), or does not (DOWN). */
  setRunning(serverId: string, running: boolean): void;
  /** In no order to rely on: Nova keeps the order of NICs. */
  portsOf(serverId: string): readonly ServerPort[];
}

/** Nova, told by Neutron and Cinder. */
export interface Compute {
  readonly api: Api;
  /** A port was deleted through Neutron. */
  portGone(serverId: string, portId: string): void;
}

/** A volume as Nova sees it. */
export interface ServerVolume {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly sizeGb: number;
  readonly bootable: boolean;
  readonly multiattach: boolean;
  readonly imageMetadata: Readonly<Record<string, string>>;
}

/** Cinder, asked by Nova. */
export interface Volumes {
  readonly api: Api;
  /** Undefined where it is not there, or another project's. */
  find(token: Token, id: string): ServerVolume | undefined;
  /** A new volume for a server to boot from; it is `available` after a moment. Answers its id. */
  make(
    token: Token,
    volume: {
      readonly name: string;
      readonly sizeGb: number;
      readonly imageId?: string;
      readonly snapshotId?: string;
    },
  ): string;
  attach(
    id: string,
    to: { readonly serverId: string; readonly device: string; readonly host: string },
  ): void;
  detach(id: string, serverId: string): void;
  remove(id: string): void;
}
