import { repr } from '../python.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { act } from './actions.ts';
import type { Action } from './actions.ts';
import { bare, done, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { snapshotOf } from './find.ts';
import { bodyOf, words, idIn } from './read.ts';
import { deleteSnapshot } from './snapshots.ts';
import { change } from './state.ts';
import type { Snapshot, Store } from './state.ts';

const STATES = words(
  'error available creating deleting deleted updating error_deleting unmanaging backing-up restoring',
);

export function snapshotActionWays(store: Store): readonly Way[] {
  const snapshotIn = (call: Call): Snapshot => snapshotOf(store, call.token, idIn(call));
  const actions: Readonly<Record<string, Action>> = {
    'os-reset_status'(call) {
      const status = statusIn(call, 'os-reset_status').toLowerCase();
      const snapshot = snapshotIn(call);
      needAdmin(call, 'volume_extension:snapshot_admin_actions:reset_status');
      change(store, snapshot, { status });
      return done(202);
    },
    'os-force_delete'(call) {
      const snapshot = snapshotIn(call);
      needAdmin(call, 'volume_extension:snapshot_admin_actions:force_delete');
      deleteSnapshot(store, call, { snapshot, force: true });
      return done(202);
    },
    'os-update_snapshot_status': (call) => updateStatus(store, call, snapshotIn),
  };
  return [{ method: 'POST', path: '/snapshots/:id/action', handle: (call) => act(call, actions) }];
}

function statusIn(call: Call, name: string): string {
  const body = bodyOf(call, name, {
    type: 'object',
    properties: { status: { type: 'string' } },
    required: ['status'],
    additionalProperties: false,
  });
  const status = String(body['status']);
  if (name === 'os-reset_status' && !STATES.includes(status.toLowerCase())) {
    throw new Refusal(
      400,
      `Snapshot status: ${status} is invalid, valid statuses are: (${STATES.map(repr).join(', ')}).`,
    );
  }
  return status;
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  creating: ['creating', 'available', 'error'],
  deleting: ['deleting', 'error_deleting'],
};

function updateStatus(store: Store, call: Call, snapshotIn: (call: Call) => Snapshot): Answer {
  const status = statusIn(call, 'os-update_snapshot_status');
  const snapshot = snapshotIn(call);
  const next = NEXT[snapshot.status];
  if (next === undefined) {
    throw new Refusal(
      400,
      `Snapshot status ${snapshot.status} not allowed for update_snapshot_status`,
    );
  }
  if (!next.includes(status)) {
    throw new Refusal(
      400,
      `Provided snapshot status ${status} not allowed for snapshot with status ${snapshot.status}.`,
    );
  }
  change(store, snapshot, { status });
  return bare(202);
}
