import type { Schema } from '../compute/schema.ts';
import { isObject } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { act } from './actions.ts';
import { addAttachment, connectionInfo, detach } from './attachment-life.ts';
import { checkNotNovas } from './detachable.ts';
import { done, projectOf } from './door.ts';
import type { Way } from './door.ts';
import { attachmentOf } from './find.ts';
import { filtered } from './filters.ts';
import type { Rules } from './filters.ts';
import { listingOf, page } from './pages.ts';
import type { Value } from './pages.ts';
import { bodyOf, textOf, timeOf, UUID, idIn } from './read.ts';
import { change } from './state.ts';
import type { Attachment, Store, Volume } from './state.ts';

/** Attachments as things of their own, since 3.27. */
export function attachmentWays(store: Store): readonly Way[] {
  const since = 27;
  const attachmentIn = (call: Call): Attachment => attachmentOf(store, idIn(call));
  return [
    {
      method: 'GET',
      path: '/attachments',
      since,
      handle: (call) => list(store, call, summary),
    },
    {
      method: 'GET',
      path: '/attachments/detail',
      since,
      handle: (call) => list(store, call, detail),
    },
    {
      method: 'GET',
      path: '/attachments/:id',
      since,
      handle(call) {
        const { connection_info: info, ...shown } = detail(attachmentIn(call));
        const connection = { ...(info as object), format: 'raw' };
        return { status: 200, body: { attachment: { ...shown, connection_info: connection } } };
      },
    },
    { method: 'POST', path: '/attachments', since, handle: (call) => create(store, call) },
    {
      method: 'PUT',
      path: '/attachments/:id',
      since,
      handle: (call) => update(store, call, attachmentIn),
    },
    {
      method: 'DELETE',
      path: '/attachments/:id',
      since,
      handle(call) {
        const attachment = attachmentIn(call);
        checkNotNovas(attachment);
        const volume = store.volumes.get(attachment.volumeId);
        if (volume !== undefined) detach(store, volume, attachment);
        const left = [...(volume?.attachments.values() ?? [])];
        return { status: 200, body: { attachments: left.map(summary) } };
      },
    },
    {
      method: 'POST',
      path: '/attachments/:id/action',
      since: 44,
      handle: (call) => act(call, { 'os-complete': () => complete(store, attachmentIn(call)) }),
    },
  ];
}

function complete(store: Store, attachment: Attachment): Answer {
  attachment.status = 'attached';
  const volume = store.volumes.get(attachment.volumeId);
  const changes = { status: 'in-use', attachStatus: 'attached' };
  if (volume !== undefined) change(store, volume, changes);
  return done(204);
}

function summary({ id, status, serverId, volumeId }: Attachment): Record<string, unknown> {
  return { id, status, instance: serverId, volume_id: volumeId };
}

function detail(attachment: Attachment): Record<string, unknown> {
  return {
    ...summary(attachment),
    attached_at: timeOf(attachment.attachedAt) ?? '',
    detached_at: '',
    attach_mode: attachment.mode,
    connection_info: attachment.connection,
  };
}

function list(store: Store, call: Call, show: (attachment: Attachment) => unknown): Answer {
  const listing = listingOf(call);
  const all = call.token.isAdmin && listing.filters.has('all_tenants');
  const seen = all ? store.attachments.all() : store.attachments.of(projectOf(call));
  const items = filtered(call, seen, listing, RULES);
  const { attachments } = page(call, { items, listing, kind: RULES }, show);
  return { status: 200, body: { attachments } };
}

const COLUMNS: Readonly<Record<string, (attachment: Attachment) => Value>> = {
  id: ({ id }) => id,
  volume_id: ({ volumeId }) => volumeId,
  instance_id: ({ serverId }) => serverId,
  status: ({ status }) => status,
  attach_status: ({ status }) => status,
  created_at: () => null,
};

const RULES: Rules<Attachment> = {
  collection: 'attachments',
  column: (attachment, key) => COLUMNS[key]?.(attachment),
  columns: new Set(Object.keys(COLUMNS)),
  lost: (marker) =>
    new Refusal(
      404,
      `Volume attachment could not be found with filter: attachment_id = ${marker}.`,
    ),
  offered: new Set(['volume_id', 'status', 'instance_id', 'attach_status']),
  dictionaries: {},
  booleans: new Set(),
  newer: {},
};

function createSchema(microversion: number): Schema {
  return {
    type: 'object',
    properties: {
      instance_uuid: UUID,
      connector: { type: ['object', 'null'] },
      volume_uuid: UUID,
      ...(microversion >= 54 ? { mode: { type: 'string' as const, enum: ['rw', 'ro'] } } : {}),
    },
    required: ['volume_uuid'],
    additionalProperties: false,
  };
}

function create(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'attachment', createSchema(call.microversion));
  const id = String(body['volume_uuid']);
  const volume = store.volumes.get(id);
  if (volume === undefined) throw new Refusal(404, `Volume ${id} could not be found.`);
  if (!call.token.isAdmin && volume.projectId !== call.token.projectId) {
    throw new Refusal(403, "Policy doesn't allow volume:attachment_create to be performed.");
  }
  const serverId = textOf(body['instance_uuid']);
  reserve(store, volume, serverId);
  const mode = volume.adminMetadata['readonly'] === undefined ? textOf(body['mode']) : 'ro';
  const attachment = addAttachment(store, volume, {
    status: 'reserved',
    serverId,
    mode: mode ?? 'null',
  });
  if (isObject(body['connector'])) connect(store, volume, { attachment, to: body['connector'] });
  return { status: 200, body: { attachment: detail(attachment) } };
}

function reserve(store: Store, volume: Volume, serverId: string | null): void {
  const { id, status } = volume;
  if (status.includes('error')) {
    throw new Refusal(
      400,
      `Invalid volume: Volume attachments can not be created if the volume is in an error state. The Volume ${id} currently has a status of: ${status} `,
    );
  }
  const expected = volume.multiattach
    ? ['available', 'in-use', 'downloading']
    : ['available', 'downloading'];
  if (expected.includes(status)) {
    change(store, volume, { status: 'reserved' });
    return;
  }
  // The same server again, as when it is being moved to another host.
  const isAgain = [...volume.attachments.values()].some((each) => each.serverId === serverId);
  if (serverId !== null && ['in-use', 'reserved'].includes(status) && isAgain) return;
  throw new Refusal(
    400,
    `Invalid volume: Volume ${id} status must be ${expected.join(' or ')} to reserve, but the current status is ${status}.`,
  );
}

function update(store: Store, call: Call, attachmentIn: (call: Call) => Attachment): Answer {
  const { connector } = bodyOf(call, 'attachment', {
    type: 'object',
    properties: { connector: { type: 'object' } },
    required: ['connector'],
    additionalProperties: false,
  });
  const attachment = attachmentIn(call);
  const volume = store.volumes.get(attachment.volumeId);
  // What the answer shows was read before the host took it.
  const before = detail(attachment);
  if (volume !== undefined && isObject(connector)) {
    connect(store, volume, { attachment, to: connector });
  }
  return {
    status: 200,
    body: { attachment: { ...before, connection_info: attachment.connection } },
  };
}

function connect(
  store: Store,
  volume: Volume,
  { attachment, to }: { readonly attachment: Attachment; readonly to: Record<string, unknown> },
): void {
  attachment.status = 'attaching';
  attachment.host = textOf(to['host']);
  attachment.device = textOf(to['mountpoint']);
  attachment.mode = textOf(to['mode']) ?? 'rw';
  attachment.attachedAt = store.cloud.clock.now();
  attachment.connection = connectionInfo(store, volume, attachment);
  change(store, volume, { status: 'attaching' });
}
