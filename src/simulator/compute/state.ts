import type { SimulatedCloud } from '../cloud.ts';

export interface Flavor {
  /** Nova's own, beside the id that all use. */
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly ram: number;
  readonly vcpus: number;
  readonly disk: number;
  readonly ephemeral: number;
  readonly swap: number;
  readonly rxtxFactor: number;
  readonly isPublic: boolean;
  description: string | null;
  extraSpecs: Readonly<Record<string, string>>;
  /** Of a private one. */
  readonly projects: Set<string>;
}

export interface Keypair {
  readonly id: number;
  readonly userId: string;
  readonly name: string;
  readonly type: 'ssh' | 'x509';
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly created: Date;
}

export interface ServerGroup {
  readonly id: string;
  readonly name: string;
  readonly policy: string;
  readonly maxServerPerHost: number | undefined;
  readonly projectId: string;
  readonly userId: string;
  /** Also of servers that are gone: they are left out where members are shown. */
  readonly members: Set<string>;
}

export interface Host {
  readonly name: string;
  readonly zone: string;
  readonly number: number;
  readonly uuid: string;
  readonly serviceUuid: string;
  readonly servers: Set<string>;
  enabled: boolean;
  disabledReason: string | null;
}

export interface ServerAction {
  readonly requestId: string;
  readonly action: string;
  readonly userId: string;
  readonly projectId: string | undefined;
  readonly start: Date;
  readonly event: string;
  readonly host: string | null;
  message: string | null;
  updated: Date;
  finished: Date | null;
}

/** An interface, in the order of the guest's. */
export interface Nic {
  readonly portId: string;
  /** Nova made the port, and deletes it. */
  readonly made: boolean;
  readonly tag: string | null;
}

export interface Disk {
  readonly volumeId: string;
  readonly device: string;
  readonly bdmId: string;
  readonly attachmentId: string;
  readonly tag: string | null;
  readonly isRoot: boolean;
  deleteOnTermination: boolean;
}

export interface Server {
  readonly id: string;
  /** From 1, in the order of their making. */
  readonly number: number;
  readonly projectId: string;
  readonly userId: string;
  readonly created: Date;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly keyName: string | null;
  readonly configDrive: '' | 'True';
  readonly zoneAsked: string | null;
  readonly trustedCertificates: readonly string[] | null;
  userData: string | null;
  name: string;
  description: string | null;
  hostname: string;
  /** Empty where it boots from a volume. */
  imageId: string;
  flavor: Flavor;
  metadata: Record<string, string>;
  tags: string[];
  accessIPv4: string;
  accessIPv6: string;
  diskConfig: 'AUTO' | 'MANUAL';
  vmState: string;
  taskState: string | null;
  powerState: number;
  /** Counts the tasks: what a task does later is done only if it is still the latest. */
  taskNumber: number;
  host: Host | null;
  rootDevice: string | null;
  updated: Date;
  launched: Date | null;
  deleted: Date | null;
  fault: { readonly code: number; readonly message: string; readonly created: Date } | null;
  locked: 'owner' | 'admin' | null;
  lockedReason: string | null;
  /** What a suspend has found, and the next resume comes back to. */
  stateBeforeSuspend: string | null;
  /** Before its resize, or its shelving. */
  before: { readonly flavor: Flavor; readonly vmState: string } | null;
  groupId: string | null;
  nics: Nic[];
  disks: Disk[];
  readonly actions: ServerAction[];
}

/** What is known beside servers' own affairs. */
export interface Nova {
  readonly cloud: SimulatedCloud;
  readonly flavors: Map<string, Flavor>;
  /** User id → name → keypair. */
  readonly keypairs: Map<string, Map<string, Keypair>>;
  readonly groups: Map<string, ServerGroup>;
  readonly hosts: readonly Host[];
  /** Those that are there, in the order of their making. */
  readonly servers: Map<string, Server>;
  /** Those that are there: project id → servers, in the order of their making. */
  readonly byProject: Map<string, Set<Server>>;
  /** Those that are gone. */
  readonly deleted: Map<string, Server>;
  /** Project id, or project id and user id with a slash between → limits set. */
  readonly quotas: Map<string, Map<string, number>>;
  counter: number;
}
