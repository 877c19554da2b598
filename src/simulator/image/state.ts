import type { SimulatedCloud } from '../cloud.ts';
import type { Fate } from '../faults/plan.ts';
import { createSpool } from './spool.ts';
import type { Spool, Spooled } from './spool.ts';

/** The one store, and what Glance calls its own. */
export const STORE = 'lab';
export const STORE_IDS = `${STORE},os_glance_staging_store,os_glance_tasks_store`;
export const IMPORT_METHODS = ['glance-direct', 'web-download', 'copy-image'] as const;

export const VISIBILITIES = ['community', 'public', 'private', 'shared'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export type Status =
  'queued' | 'saving' | 'uploading' | 'importing' | 'active' | 'deactivated' | 'deleted';

/** What a PATCH may change. */
export interface Attributes {
  name: string | null;
  owner: string | null;
  visibility: Visibility;
  disk_format: string | null;
  container_format: string | null;
  min_disk: number;
  min_ram: number;
  protected: boolean;
  os_hidden: boolean;
  tags: ReadonlySet<string>;
}

export interface Member {
  readonly projectId: string;
  status: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Image {
  readonly id: string;
  attributes: Attributes;
  /** Null only for the two of the schema that may be: `kernel_id`, `ramdisk_id`. */
  properties: ReadonlyMap<string, string | null>;
  status: Status;
  /** Bytes; of staged data too. */
  size: number | null;
  virtualSize: number | null;
  data: Spooled | undefined;
  staged: Spooled | undefined;
  readonly members: Map<string, Member>;
  readonly tasks: Task[];
  readonly fate: Fate | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  /** Rises from image to image, and with each change: times of one second have an order too. */
  readonly createdOrder: number;
  updatedOrder: number;
}

export interface Task {
  readonly id: string;
  readonly imageId: string;
  readonly owner: string | null;
  readonly userId: string;
  readonly requestId: string;
  readonly request: unknown;
  status: string;
  result: unknown;
  message: string;
  readonly createdAt: Date;
  updatedAt: Date;
}

export interface Glance {
  readonly cloud: SimulatedCloud;
  readonly images: Map<string, Image>;
  /** Ids of deleted images: Glance never gives one out again. */
  readonly spent: Set<string>;
  readonly tasks: Map<string, Task>;
  readonly spool: Spool;
  /** The next number of an order. */
  next(): number;
}

export function createState(cloud: SimulatedCloud): Glance {
  let order = 0;
  return {
    cloud,
    images: new Map(),
    spent: new Set(),
    tasks: new Map(),
    spool: createSpool(cloud.options.imageHashes ?? ['md5', 'sha512']),
    next: () => (order += 1),
  };
}

/** The image has changed now. */
export function touch(glance: Glance, image: Image): void {
  image.updatedAt = glance.cloud.clock.now();
  image.updatedOrder = glance.next();
}

export function ownedBy({ images }: Glance, owner: string | null): Image[] {
  return [...images.values()].filter(({ attributes }) => attributes.owner === owner);
}

/** The image is gone, its data too. */
export function forget({ images, spent, spool }: Glance, image: Image): void {
  image.status = 'deleted';
  images.delete(image.id);
  spent.add(image.id);
  if (image.data !== undefined) spool.remove(image.data);
  if (image.staged !== undefined) spool.remove(image.staged);
}
