import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Way } from './door.ts';
import { projectOf } from './door.ts';
import { filtered } from './filters.ts';
import type { Rules } from './filters.ts';
import { listingOf, page } from './pages.ts';
import type { Value } from './pages.ts';
import { flagOf, timeOf } from './read.ts';
import type { Store, Volume } from './state.ts';
import { volumeDetail, volumeSummary } from './views.ts';

export function volumeListWays(store: Store): readonly Way[] {
  return [
    {
      method: 'GET',
      path: '/volumes',
      handle: (call) => list(store, call, (volume) => volumeSummary(call, volume)),
    },
    {
      method: 'GET',
      path: '/volumes/detail',
      handle: (call) => list(store, call, (volume) => volumeDetail(store, call, volume)),
    },
    {
      method: 'GET',
      path: '/volumes/summary',
      since: 12,
      handle: (call) => summary(store, call),
    },
  ];
}

function list(store: Store, call: Call, show: (volume: Volume) => unknown): Answer {
  const listing = listingOf(call);
  const kind = rulesOf(store, call.path.endsWith('/detail') ? 'volumes/detail' : 'volumes');
  const items = filtered(call, volumesFor(store, call), listing, kind);
  return { status: 200, body: page(call, { items, listing, kind }, show) };
}

function volumesFor(store: Store, call: Call): Iterable<Volume> {
  const all = flagOf(call.query, 'all_tenants');
  return all && call.token.isAdmin ? store.volumes.all() : store.volumes.of(projectOf(call));
}

const COLUMNS: Readonly<Record<string, (volume: Volume) => Value>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  display_name: ({ name }) => name,
  display_description: ({ description }) => description,
  description: ({ description }) => description,
  status: ({ status }) => status,
  size: ({ size }) => size,
  availability_zone: ({ zone }) => zone,
  project_id: ({ projectId }) => projectId,
  user_id: ({ userId }) => userId,
  snapshot_id: ({ snapshotId }) => snapshotId,
  source_volid: ({ sourceId }) => sourceId,
  volume_type_id: ({ typeId }) => typeId,
  bootable: ({ bootable }) => bootable,
  multiattach: ({ multiattach }) => multiattach,
  consumes_quota: () => true,
  attach_status: ({ attachStatus }) => attachStatus,
  migration_status: ({ migrationStatus }) => migrationStatus,
  created_at: ({ createdAt }) => timeOf(createdAt),
  updated_at: ({ updatedAt }) => timeOf(updatedAt),
  group_id: () => null,
  consistencygroup_id: () => null,
  replication_status: () => null,
  encryption_key_id: () => null,
};

function rulesOf({ backend }: Store, path: string): Rules<Volume> {
  return {
    collection: 'volumes',
    path,
    column: (volume, key) =>
      key === 'host' && volume.placed ? `${backend}#nfs` : COLUMNS[key]?.(volume),
    columns: new Set([...Object.keys(COLUMNS), 'host']),
    lost: (marker) => new Refusal(404, `Volume ${marker} could not be found.`),
    offered: OFFERED,
    dictionaries: {
      metadata: ({ metadata }) => metadata,
      glance_metadata: ({ imageMetadata }) => imageMetadata,
    },
    booleans: new Set(['bootable', 'multiattach', 'consumes_quota']),
    newer: { glance_metadata: 4, group_id: 10, created_at: 60, updated_at: 60, consumes_quota: 65 },
  };
}

const OFFERED = new Set([
  'name',
  'status',
  'metadata',
  'bootable',
  'migration_status',
  'availability_zone',
  'group_id',
  'size',
  'created_at',
  'updated_at',
  'consumes_quota',
]);

function summary(store: Store, call: Call): Answer {
  const volumes = [...volumesFor(store, call)];
  const metadata: Record<string, string[]> = {};
  for (const [key, value] of volumes.flatMap((each) => Object.entries(each.metadata))) {
    const values = (metadata[key] ??= []);
    if (!values.includes(value)) values.push(value);
  }
  return {
    status: 200,
    body: {
      'volume-summary': {
        total_count: volumes.length,
        total_size: volumes.reduce((sum, { size }) => sum + size, 0),
        ...(call.microversion >= 36 ? { metadata } : {}),
      },
    },
  };
}
