import { isObject } from '../compute/schema.ts';
import type { BootImage } from '../cloud.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { createVolume } from './create-volume.ts';
import { deleteVolume } from './delete-volume.ts';
import { bare, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { snapshotOf, typeNamed, volumeOf } from './find.ts';
import { bodyOf, flagOf, textOf, toBoolean, wordsOf, idIn } from './read.ts';
import { change } from './state.ts';
import type { Store } from './state.ts';
import { volumeDetail, volumeView } from './views.ts';
import { checkNames, createSchema, updateSchema } from './volume-bodies.ts';

export function volumeWays(store: Store): readonly Way[] {
  return [
    { method: 'POST', path: '/volumes', handle: (call) => create(store, call) },
    {
      method: 'GET',
      path: '/volumes/:id',
      handle(call) {
        const volume = volumeOf(store, call.token, idIn(call));
        return { status: 200, body: { volume: volumeDetail(store, call, volume) } };
      },
    },
    { method: 'PUT', path: '/volumes/:id', handle: (call) => update(store, call) },
    { method: 'DELETE', path: '/volumes/:id', handle: (call) => remove(store, call) },
    {
      method: 'GET',
      path: '/volumes/:id/encryption',
      handle(call) {
        volumeOf(store, call.token, idIn(call));
        return { status: 200, body: { encryption_key_id: null } };
      },
    },
  ];
}

function create(store: Store, call: Call): Answer {
  const wish = bodyOf(withoutHints(call), 'volume', createSchema(call.microversion));
  const { token } = call;
  checkNames(wish);
  const type = textOf(wish['volume_type']);
  const [snapshotId, sourceId] = [textOf(wish['snapshot_id']), textOf(wish['source_volid'])];
  const typeId = type === null || type === '' ? undefined : typeNamed(store, token, type).id;
  const snapshot = snapshotId === null ? undefined : snapshotOf(store, token, snapshotId);
  const source = sourceId === null ? undefined : volumeOf(store, token, sourceId);
  const image = imageOf(store, call, textOf(wish['image_id']) ?? textOf(wish['imageRef']));
  if (toBoolean(wish['multiattach'] ?? false) === true) {
    throw new Refusal(
      400,
      'multiattach parameter has been removed. The default behavior is to use multiattach enabled volume types. Contact your administrator to create a multiattach enabled volume type and use it to create multiattach volumes.',
    );
  }
  const size = wish['size'] ?? undefined;
  const volume = createVolume(store, token, {
    name: nameIn(wish, 'name') ?? null,
    description: nameIn(wish, 'description') ?? null,
    size: size === undefined ? undefined : Number(size),
    typeId,
    metadata: wordsOf(wish['metadata']),
    image,
    snapshot,
    source,
    fate: call.fate,
  });
  return { status: 202, body: { volume: volumeView(store, call, volume) } };
}

/** Hints to the scheduler stand beside the volume, and change nothing here. */
function withoutHints(call: Call): Call {
  if (!isObject(call.json)) return call;
  const { 'OS-SCH-HNT:scheduler_hints': _hints, ...json } = call.json;
  return { ...call, json };
}

function imageOf({ cloud }: Store, { token }: Call, ref: string | null): BootImage | undefined {
  if (ref === null) return undefined;
  const image = cloud.image.find(token, ref.split('/').at(-1) ?? '');
  if (image !== undefined) return image;
  throw new Refusal(400, 'Invalid image identifier or unable to access requested image.');
}

/** The new spelling goes before `display_…`; undefined where there is neither. */
function nameIn(body: Record<string, unknown>, key: string): string | null | undefined {
  const given = key in body ? body[key] : body[`display_${key}`];
  return given === undefined ? undefined : (textOf(given)?.trim() ?? null);
}

function update(store: Store, call: Call): Answer {
  const wish = bodyOf(call, 'volume', updateSchema(call.microversion));
  checkNames(wish);
  const volume = volumeOf(store, call.token, idIn(call));
  const [name, description] = [nameIn(wish, 'name'), nameIn(wish, 'description')];
  change(store, volume, {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(wish['metadata'] === undefined ? {} : { metadata: wordsOf(wish['metadata']) }),
  });
  return { status: 200, body: { volume: volumeView(store, call, volume) } };
}

function remove(store: Store, call: Call): Answer {
  const cascade = flagOf(call.query, 'cascade');
  const force = call.microversion >= 23 && flagOf(call.query, 'force');
  const volume = volumeOf(store, call.token, idIn(call));
  if (force) needAdmin(call, 'volume:force_delete');
  deleteVolume(store, volume, { cascade, force, fate: call.fate });
  return bare(202);
}
