import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { act } from './actions.ts';
import type { Action } from './actions.ts';
import { attachActions } from './attach-actions.ts';
import { deleteVolume } from './delete-volume.ts';
import { done, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { typeNamed, volumeOf } from './find.ts';
import { imageActions } from './image-actions.ts';
import { checkQuota, checkSize } from './quotas.ts';
import { bodyOf, BOOLEAN, SIZE, toBoolean, idIn } from './read.ts';
import { resetStatus } from './reset-status.ts';
import { change, settle } from './state.ts';
import type { Store, Volume } from './state.ts';

export function volumeActionWays(store: Store): readonly Way[] {
  const actions: Readonly<Record<string, Action>> = {
    ...attachActions(store),
    ...imageActions(store),
    'os-extend': (call) => extend(store, call),
    'os-retype': (call) => retype(store, call),
    'os-set_bootable': (call) => setBootable(store, call),
    'os-update_readonly_flag': (call) => setReadonly(store, call),
    'os-reset_status': (call) => resetStatus(store, call),
    'os-force_delete'(call) {
      const volume = volumeIn(store, call);
      needAdmin(call, 'volume_extension:volume_admin_actions:force_delete');
      deleteVolume(store, volume, { force: true, fate: call.fate });
      return done(202);
    },
  };
  return [{ method: 'POST', path: '/volumes/:id/action', handle: (call) => act(call, actions) }];
}

function volumeIn(store: Store, call: Call): Volume {
  return volumeOf(store, call.token, idIn(call));
}

function extend(store: Store, call: Call): Answer {
  const { new_size: asked } = bodyOf(call, 'os-extend', {
    type: 'object',
    properties: { new_size: SIZE },
    required: ['new_size'],
    additionalProperties: false,
  });
  const volume = volumeIn(store, call);
  const size = Number(asked);
  if (size <= volume.size) {
    throw new Refusal(
      400,
      `Invalid input received: New size for extend must be greater than current size. (current: ${volume.size}, extended: ${size}).`,
    );
  }
  const needed = call.microversion >= 42 && volume.status === 'in-use' ? 'in-use' : 'available';
  if (volume.status !== needed) {
    throw new Refusal(
      400,
      `Invalid volume: Volume ${volume.id} status must be '{'status': '${needed}'}' to extend, currently ${volume.status}.`,
    );
  }
  const { projectId, typeId } = volume;
  checkSize(store, projectId, size);
  checkQuota(store, { projectId, typeId, gigabytes: size - volume.size });
  change(store, volume, { status: 'extending' });
  settle(
    store,
    { seconds: 1, fate: call.fate },
    {
      well: () => change(store, volume, { status: needed, size }),
      badly: () => change(store, volume, { status: 'error_extending' }),
    },
  );
  return done(202);
}

function retype(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'os-retype', {
    type: 'object',
    properties: {
      new_type: { type: 'string' },
      migration_policy: { type: ['string', 'null'], enum: ['on-demand', 'never'] },
    },
    required: ['new_type'],
    additionalProperties: false,
  });
  const volume = volumeIn(store, call);
  const type = typeNamed(store, call.token, String(body['new_type']));
  const { status } = volume;
  if (!['available', 'in-use'].includes(status) || type.id === volume.typeId) {
    throw new Refusal(
      400,
      'Invalid volume: Retype needs volume to be in available or in-use state, not be part of an active migration or a consistency group, requested type has to be different that the one from the volume, and for in-use volumes front-end qos specs cannot change.',
    );
  }
  change(store, volume, { status: 'retyping' });
  // NFS cannot retype where the data are; as they may not be moved, nothing changes.
  const moves = body['migration_policy'] === 'on-demand';
  const end = (changes: Partial<Volume>): void => {
    if (volume.status === 'retyping') change(store, volume, { status, ...changes });
  };
  settle(
    store,
    { seconds: 1, fate: call.fate },
    {
      well: () => end(moves ? { typeId: type.id } : {}),
      badly: () => end({}),
    },
  );
  return done(202);
}

function setBootable(store: Store, call: Call): Answer {
  const { bootable } = bodyOf(call, 'os-set_bootable', {
    type: 'object',
    properties: { bootable: BOOLEAN },
    required: ['bootable'],
    additionalProperties: false,
  });
  change(store, volumeIn(store, call), { bootable: toBoolean(bootable) === true });
  return done(200);
}

function setReadonly(store: Store, call: Call): Answer {
  const { readonly } = bodyOf(call, 'os-update_readonly_flag', {
    type: 'object',
    properties: { readonly: BOOLEAN },
    required: ['readonly'],
    additionalProperties: false,
  });
  const volume = volumeIn(store, call);
  if (volume.status !== 'available') {
    throw new Refusal(
      400,
      `Invalid volume: Volume ${volume.id} status must be available to update readonly flag, but current status is: ${volume.status}.`,
    );
  }
  volume.adminMetadata['readonly'] = toBoolean(readonly) === true ? 'True' : 'False';
  return done(202);
}
