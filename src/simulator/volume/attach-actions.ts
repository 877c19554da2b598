import { checkBody } from '../compute/schema.ts';
import { repr } from '../python.ts';
import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Action } from './actions.ts';
import { attach, connectionOf, detach, NFS } from './attachment-life.ts';
import { checkDetachable } from './detachable.ts';
import { done, needAdmin } from './door.ts';
import { volumeOf } from './find.ts';
import { bodyOf, textOf, unexpected, UUID, UUID_OR_NULL, idIn } from './read.ts';
import { change } from './state.ts';
import type { Store, Volume } from './state.ts';

/** The old way to attach, in steps that the caller takes. */
export function attachActions(store: Store): Readonly<Record<string, Action>> {
  const volumeIn = (call: Call): Volume => volumeOf(store, call.token, idIn(call));
  return {
    'os-attach': (call) => attachAction(store, call),
    'os-detach': (call) => detachAction(store, call, 'os-detach'),
    'os-force_detach'(call) {
      volumeIn(call);
      needAdmin(call, 'volume_extension:volume_admin_actions:force_detach');
      return detachAction(store, call, 'os-force_detach');
    },
    'os-reserve': (call) => reserve(store, volumeIn(call)),
    'os-unreserve'(call) {
      const volume = volumeIn(call);
      const status = volume.attachments.size > 0 ? 'in-use' : 'available';
      if (volume.status === 'attaching') change(store, volume, { status });
      return done(202);
    },
    'os-begin_detaching': (call) => beginDetaching(store, volumeIn(call)),
    'os-roll_detaching'(call) {
      const volume = volumeIn(call);
      if (volume.status === 'detaching') change(store, volume, { status: 'in-use' });
      return done(202);
    },
    'os-initialize_connection': (call) => initialize(store, call),
    'os-terminate_connection'(call) {
      bodyOf(call, 'os-terminate_connection', {
        type: 'object',
        properties: { connector: { type: ['string', 'object', 'null'] } },
        required: ['connector'],
        additionalProperties: false,
      });
      checkDetachable(store, { id: null, volume: volumeIn(call) });
      return done(202);
    },
  };
}

const ATTACH: Schema = {
  type: 'object',
  properties: {
    instance_uuid: UUID,
    mountpoint: { type: 'string', minLength: 1, maxLength: 255 },
    host_name: { type: 'string', maxLength: 255 },
    mode: { type: 'string', enum: ['rw', 'ro'] },
  },
  required: ['mountpoint'],
  oneOf: [{ required: ['instance_uuid'] }, { required: ['host_name'] }],
  additionalProperties: false,
};

const READY = ['available', 'attaching', 'downloading'];

function attachAction(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'os-attach', ATTACH);
  const volume = volumeOf(store, call.token, idIn(call));
  const mode = textOf(body['mode']) ?? 'rw';
  const readonly = (volume.adminMetadata['readonly'] ??= 'False');
  if (readonly === 'True' && mode !== 'ro') {
    throw new Refusal(400, `Invalid attaching mode '${mode}' for volume ${volume.id}.`);
  }
  const to = { serverId: textOf(body['instance_uuid']), host: textOf(body['host_name']) };
  // The same again, and one more to what is in use, are taken without a word.
  if (volume.status === 'in-use') return done(202);
  if (!READY.includes(volume.status)) {
    throw new Refusal(400, `Invalid volume: Volume ${volume.id} is still ${volume.status}`);
  }
  volume.adminMetadata['attached_mode'] = mode;
  attach(store, volume, { ...to, device: String(body['mountpoint']), mode });
  return done(202);
}

function detachAction(store: Store, call: Call, name: string): Answer {
  checkBody(
    {
      type: 'object',
      properties: {
        [name]: {
          type: ['object', 'null'],
          properties: {
            attachment_id: UUID_OR_NULL,
            connector: { type: ['string', 'object', 'null'] },
          },
          additionalProperties: false,
        },
      },
      required: [name],
      additionalProperties: false,
    },
    call.json,
  );
  const volume = volumeOf(store, call.token, idIn(call));
  const body = (call.json as Record<string, Record<string, unknown> | null>)[name];
  if (body === null || body === undefined) throw unexpected();
  const id = textOf(body['attachment_id']);
  checkDetachable(store, { id, volume });
  const attachment = id === null ? [...volume.attachments.values()][0] : store.attachments.get(id);
  detach(store, volume, attachment);
  return done(202);
}

function reserve(store: Store, volume: Volume): Answer {
  const expected = volume.multiattach ? ['available', 'in-use'] : ['available'];
  if (!expected.includes(volume.status)) {
    throw new Refusal(
      400,
      `Invalid volume: Volume status must be ${expected.join(' or ')} to reserve, but the status is ${volume.status}.`,
    );
  }
  change(store, volume, { status: 'attaching' });
  return done(202);
}

function beginDetaching(store: Store, volume: Volume): Answer {
  if (volume.status !== 'in-use' || volume.attachStatus !== 'attached') {
    throw new Refusal(
      400,
      "Invalid volume: Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach.",
    );
  }
  change(store, volume, { status: 'detaching' });
  return done(202);
}

function initialize(store: Store, call: Call): Answer {
  const { connector } = bodyOf(call, 'os-initialize_connection', {
    type: 'object',
    properties: { connector: { type: ['object', 'string'] } },
    required: ['connector'],
    additionalProperties: false,
  });
  const volume = volumeOf(store, call.token, idIn(call));
  if (typeof connector === 'string') {
    throw new Refusal(400, `Invalid input received: ${repr(connector)}`);
  }
  const { driver_volume_type: driver, mount_point_base: base } = NFS;
  const data = connectionOf(store, volume);
  return {
    status: 200,
    body: { connection_info: { driver_volume_type: driver, data, mount_point_base: base } },
  };
}
