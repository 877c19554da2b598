import { randomUUID } from 'node:crypto';
import type { SimulatedCloud } from '../cloud.ts';
import type { Fate } from '../faults/plan.ts';
import { createContents, EMPTY } from './content.ts';
import type { Content, Contents } from './content.ts';
import { createTable } from './table.ts';
import type { Table } from './table.ts';

export interface VolumeType {
  readonly id: string;
  name: string;
  description: string | null;
  isPublic: boolean;
  extraSpecs: Record<string, string | null>;
  /** Those that see it where it is not public. */
  readonly projects: Set<string>;
  qosSpecsId: string | null;
  encryption: Record<string, unknown> | undefined;
  readonly createdAt: Date;
  updatedAt: Date | null;
}

export interface Attachment {
  readonly id: string;
  readonly volumeId: string;
  readonly projectId: string;
  status: 'reserved' | 'attaching' | 'attached';
  readonly serverId: string | null;
  host: string | null;
  device: string | null;
  mode: string;
  attachedAt: Date | null;
  connection: Record<string, unknown>;
  /** Nova has it: only Nova takes it away. */
  readonly isNovas: boolean;
}

export interface Volume {
  readonly id: string;
  projectId: string;
  userId: string;
  name: string | null;
  description: string | null;
  /** In GB. */
  size: number;
  status: string;
  readonly zone: string;
  readonly createdAt: Date;
  updatedAt: Date | null;
  typeId: string;
  readonly snapshotId: string | null;
  readonly sourceId: string | null;
  metadata: Record<string, string>;
  /** Shown beside the user's: `readonly`, `attached_mode`. */
  readonly adminMetadata: Record<string, string>;
  bootable: boolean;
  multiattach: boolean;
  /** Undefined where it knows of no image. */
  imageMetadata: Record<string, string> | undefined;
  attachStatus: string;
  migrationStatus: string | null;
  readonly attachments: Map<string, Attachment>;
  /** A host has taken it. */
  placed: boolean;
  content: Content;
}

export interface Snapshot {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly volumeId: string;
  readonly typeId: string;
  name: string | null;
  description: string | null;
  readonly size: number;
  status: string;
  progress: string;
  readonly createdAt: Date;
  updatedAt: Date | null;
  metadata: Record<string, string>;
  readonly bootable: boolean;
  readonly imageMetadata: Record<string, string> | undefined;
  readonly content: Content;
}

export interface Transfer {
  readonly id: string;
  readonly projectId: string;
  readonly volumeId: string;
  readonly name: string | null;
  readonly key: string;
  readonly createdAt: Date;
  readonly noSnapshots: boolean;
}

export interface QosSpecs {
  readonly id: string;
  readonly name: string;
  readonly consumer: string;
  readonly specs: Record<string, string>;
}

/** All that a cloud's Cinder knows. */
export interface Store {
  readonly cloud: SimulatedCloud;
  /** `src-cinder@nfs`, without its pool. */
  readonly backend: string;
  readonly serviceId: string;
  readonly groupTypeId: string;
  readonly volumes: Table<Volume>;
  readonly snapshots: Table<Snapshot>;
  readonly attachments: Table<Attachment>;
  readonly transfers: Table<Transfer>;
  readonly types: Map<string, VolumeType>;
  readonly defaultTypeId: string;
  readonly qos: Map<string, QosSpecs>;
  /** What was set for a project beyond the defaults. */
  readonly quotas: Map<string, Map<string, number>>;
  readonly contents: Contents;
}

export function createStore(cloud: SimulatedCloud): Store {
  const types = new Map<string, VolumeType>();
  const [, nfs] = [
    addType(
      types,
      { name: '__DEFAULT__', description: 'Default Volume Type', createdAt: new Date(0) },
      cloud,
    ),
    addType(
      types,
      {
        name: 'nfs',
        description: "files on the lab's NFS share",
        extraSpecs: { volume_backend_name: 'nfs' },
      },
      cloud,
    ),
  ];
  return {
    cloud,
    backend: `${cloud.name}-cinder@nfs`,
    serviceId: randomUUID(),
    groupTypeId: randomUUID(),
    volumes: createTable(),
    snapshots: createTable(),
    attachments: createTable(),
    transfers: createTable(),
    types,
    defaultTypeId: nfs.id,
    qos: new Map(),
    quotas: new Map(),
    contents: createContents(cloud),
  };
}

export function addType(
  types: Map<string, VolumeType>,
  given: Pick<VolumeType, 'name' | 'description'> & {
    readonly extraSpecs?: Record<string, string | null>;
    readonly isPublic?: boolean;
    readonly createdAt?: Date;
  },
  { clock }: SimulatedCloud,
): VolumeType {
  const type: VolumeType = {
    id: randomUUID(),
    isPublic: true,
    extraSpecs: {},
    projects: new Set(),
    qosSpecsId: null,
    encryption: undefined,
    createdAt: clock.now(),
    updatedAt: null,
    ...given,
  };
  types.set(type.id, type);
  return type;
}

type NewVolume = Pick<Volume, 'projectId' | 'userId' | 'name' | 'size'> & Partial<Volume>;

/** A volume that is being made. */
export function addVolume(store: Store, given: NewVolume): Volume {
  const volume: Volume = {
    id: randomUUID(),
    description: null,
    status: 'creating',
    zone: 'nova',
    createdAt: store.cloud.clock.now(),
    updatedAt: null,
    typeId: store.defaultTypeId,
    snapshotId: null,
    sourceId: null,
    metadata: {},
    adminMetadata: {},
    bootable: false,
    multiattach: false,
    imageMetadata: undefined,
    attachStatus: 'detached',
    migrationStatus: null,
    attachments: new Map(),
    placed: false,
    content: EMPTY,
    ...given,
  };
  store.volumes.add(volume);
  return volume;
}

/** Changes it, and when it was changed. */
export function change<Thing extends { updatedAt: Date | null }>(
  { cloud }: Store,
  thing: Thing,
  changes: Partial<Thing>,
): void {
  Object.assign(thing, changes, { updatedAt: cloud.clock.now() });
}

/** Ends a task after a moment: as it should, or as a fault has decreed. */
export function settle(
  { cloud }: Store,
  { seconds, fate }: { readonly seconds: number; readonly fate: Fate | undefined },
  ends: { readonly well: () => void; readonly badly: () => void },
): void {
  if (fate === 'stuck') return;
  cloud.clock.later(seconds, fate === 'error' ? ends.badly : ends.well);
}
