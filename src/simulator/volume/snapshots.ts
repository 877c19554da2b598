import { randomUUID } from 'node:crypto';
import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare } from './door.ts';
import type { Way } from './door.ts';
import { snapshotOf, volumeOf } from './find.ts';
import { checkQuota } from './quotas.ts';
import {
  bodyOf,
  BOOLEAN,
  METADATA_OR_NULL,
  NAME_OR_NULL,
  textOf,
  toBoolean,
  UUID_OR_NULL,
  wordsOf,
  idIn,
} from './read.ts';
import { change, settle } from './state.ts';
import type { Snapshot, Store, Volume } from './state.ts';
import { snapshotDetail, snapshotView } from './views.ts';

export function snapshotWays(store: Store): readonly Way[] {
  return [
    { method: 'POST', path: '/snapshots', handle: (call) => create(store, call) },
    {
      method: 'GET',
      path: '/snapshots/:id',
      handle(call) {
        const snapshot = snapshotOf(store, call.token, idIn(call));
        return { status: 200, body: { snapshot: snapshotDetail(call, snapshot) } };
      },
    },
    { method: 'PUT', path: '/snapshots/:id', handle: (call) => update(store, call) },
    {
      method: 'DELETE',
      path: '/snapshots/:id',
      handle(call) {
        const snapshot = snapshotOf(store, call.token, idIn(call));
        deleteSnapshot(store, call, { snapshot, force: false });
        return bare(202);
      },
    },
  ];
}

const CREATE: Schema = {
  type: 'object',
  properties: {
    name: NAME_OR_NULL,
    display_name: NAME_OR_NULL,
    description: NAME_OR_NULL,
    volume_id: UUID_OR_NULL,
    force: BOOLEAN,
    metadata: METADATA_OR_NULL,
  },
  required: ['volume_id'],
  additionalProperties: false,
};

function create(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'snapshot', CREATE);
  const volume = volumeOf(store, call.token, String(body['volume_id']));
  const force = body['force'] === undefined ? undefined : toBoolean(body['force']) === true;
  const takesInUse = call.microversion >= 66;
  if (takesInUse && force === false) {
    throw new Refusal(
      400,
      "Since microversion 3.66 the 'force' flag is invalid for this request.  For backward compatability, however, when the 'force' flag is passed with a value evaluating to True, it is silently ignored.",
    );
  }
  checkReady(volume, force === true || takesInUse);
  const { projectId, typeId, size } = volume;
  checkQuota(store, { projectId, typeId, snapshots: 1, gigabytes: size });
  const snapshot: Snapshot = {
    id: randomUUID(),
    projectId,
    userId: call.token.userId,
    volumeId: volume.id,
    typeId,
    name: textOf(body['name'] ?? body['display_name'])?.trim() ?? null,
    description: textOf(body['description'])?.trim() ?? null,
    size,
    status: 'creating',
    progress: '0%',
    createdAt: store.cloud.clock.now(),
    updatedAt: null,
    metadata: wordsOf(body['metadata']),
    bootable: volume.bootable,
    imageMetadata: volume.imageMetadata,
    content: volume.content,
  };
  store.snapshots.add(snapshot);
  settle(
    store,
    { seconds: 1, fate: call.fate },
    {
      well: () => change(store, snapshot, { status: 'available', progress: '100%' }),
      badly: () => change(store, snapshot, { status: 'error' }),
    },
  );
  return { status: 202, body: { snapshot: snapshotView(call, snapshot) } };
}

function checkReady({ id, status }: Volume, mayBeInUse: boolean): void {
  const states = mayBeInUse ? ['available', 'in-use'] : ['available'];
  if (states.includes(status)) return;
  throw new Refusal(
    400,
    `Invalid volume: Volume ${id} status must be ${states.join(', ')}, but current status is: ${status}.`,
  );
}

const KEYS = ['name', 'description', 'display_name', 'display_description'];

const UPDATE: Schema = {
  type: 'object',
  properties: Object.fromEntries(KEYS.map((key) => [key, NAME_OR_NULL])),
  additionalProperties: false,
  oneOf: KEYS.map((key) => ({ required: [key] })),
};

function update(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'snapshot', UPDATE);
  const snapshot = snapshotOf(store, call.token, idIn(call));
  const name = body['name'] ?? body['display_name'];
  const description = body['description'] ?? body['display_description'];
  change(store, snapshot, {
    ...(name === undefined ? {} : { name: textOf(name)?.trim() ?? null }),
    ...(description === undefined ? {} : { description: textOf(description)?.trim() ?? null }),
  });
  return { status: 200, body: { snapshot: snapshotView(call, snapshot) } };
}

/** @throws Refusal 400 */
export function deleteSnapshot(
  store: Store,
  { fate }: Call,
  { snapshot, force }: { readonly snapshot: Snapshot; readonly force: boolean },
): void {
  if (!force && !['available', 'error'].includes(snapshot.status)) {
    throw new Refusal(
      400,
      'Invalid snapshot: Snapshot status must be available or error and must not be part of a group.',
    );
  }
  change(store, snapshot, { status: 'deleting' });
  settle(
    store,
    { seconds: 0.5, fate },
    {
      well: () => store.snapshots.delete(snapshot),
      badly: () => change(store, snapshot, { status: 'error_deleting' }),
    },
  );
}
