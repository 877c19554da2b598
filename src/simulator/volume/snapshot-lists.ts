import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { projectOf } from './door.ts';
import type { Way } from './door.ts';
import { filtered } from './filters.ts';
import type { Rules } from './filters.ts';
import { listingOf, page } from './pages.ts';
import type { Value } from './pages.ts';
import { flagOf, timeOf, words } from './read.ts';
import type { Snapshot, Store } from './state.ts';
import { snapshotDetail, snapshotSummary } from './views.ts';

export function snapshotListWays(store: Store): readonly Way[] {
  return [
    {
      method: 'GET',
      path: '/snapshots',
      handle: (call) => list(store, call, snapshotSummary),
    },
    {
      method: 'GET',
      path: '/snapshots/detail',
      handle: (call) => list(store, call, (snapshot) => snapshotDetail(call, snapshot)),
    },
  ];
}

function list(store: Store, call: Call, show: (snapshot: Snapshot) => unknown): Answer {
  const listing = listingOf(call);
  const all = flagOf(call.query, 'all_tenants') && call.token.isAdmin;
  const seen = all ? store.snapshots.all() : store.snapshots.of(projectOf(call));
  const path = call.path.endsWith('/detail') ? 'snapshots/detail' : 'snapshots';
  const kind = { ...RULES, path };
  const items = filtered(call, seen, listing, kind);
  return { status: 200, body: page(call, { items, listing, kind }, show) };
}

const COLUMNS: Readonly<Record<string, (snapshot: Snapshot) => Value>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  display_name: ({ name }) => name,
  description: ({ description }) => description,
  status: ({ status }) => status,
  volume_id: ({ volumeId }) => volumeId,
  volume_size: ({ size }) => size,
  volume_type_id: ({ typeId }) => typeId,
  availability_zone: () => 'nova',
  project_id: ({ projectId }) => projectId,
  user_id: ({ userId }) => userId,
  progress: ({ progress }) => progress,
  consumes_quota: () => true,
  created_at: ({ createdAt }) => timeOf(createdAt),
  updated_at: ({ updatedAt }) => timeOf(updatedAt),
};

const RULES: Rules<Snapshot> = {
  collection: 'snapshots',
  column: (snapshot, key) => COLUMNS[key]?.(snapshot),
  columns: new Set(Object.keys(COLUMNS)),
  lost: (marker) => new Refusal(404, `Snapshot ${marker} could not be found.`),
  offered: new Set(words('name status volume_id metadata availability_zone consumes_quota')),
  dictionaries: { metadata: ({ metadata }) => metadata },
  booleans: new Set(['consumes_quota']),
  newer: { metadata: 22, consumes_quota: 65 },
};
