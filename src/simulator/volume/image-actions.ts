import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Action } from './actions.ts';
import { bare, needAdmin } from './door.ts';
import { volumeOf } from './find.ts';
import { bodyOf, BOOLEAN, METADATA, textOf, toBoolean, wordsOf, idIn } from './read.ts';
import type { Store, Volume } from './state.ts';
import { startUpload } from './upload.ts';

export function imageActions(store: Store): Readonly<Record<string, Action>> {
  const volumeIn = (call: Call): Volume => volumeOf(store, call.token, idIn(call));
  return {
    'os-volume_upload_image': (call) => upload(store, call),
    'os-show_image_metadata': (call) => ({
      status: 200,
      body: { metadata: imageMetadataOf(volumeIn(call)) },
    }),
    'os-set_image_metadata'(call) {
      const { metadata: given } = bodyOf(call, 'os-set_image_metadata', {
        type: 'object',
        properties: { metadata: METADATA },
        required: ['metadata'],
        additionalProperties: false,
      });
      const volume = volumeIn(call);
      const metadata = { ...volume.imageMetadata, ...wordsOf(given) };
      volume.imageMetadata = Object.keys(metadata).length === 0 ? undefined : metadata;
      return { status: 200, body: { metadata } };
    },
    'os-unset_image_metadata': (call) => unset(store, call),
  };
}

/** @throws Refusal 404 where it knows of none */
function imageMetadataOf({ id, imageMetadata }: Volume): Record<string, string> {
  if (imageMetadata !== undefined) return imageMetadata;
  throw new Refusal(404, `Glance metadata for volume/snapshot ${id} cannot be found.`);
}

function unset(store: Store, call: Call): Answer {
  const { key } = bodyOf(call, 'os-unset_image_metadata', {
    type: 'object',
    properties: { key: { type: 'string', minLength: 1, maxLength: 255 } },
    required: ['key'],
    additionalProperties: false,
  });
  const volume = volumeOf(store, call.token, idIn(call));
  const { [String(key)]: gone, ...left } = imageMetadataOf(volume);
  if (gone === undefined) imageMetadataOf({ ...volume, imageMetadata: undefined });
  volume.imageMetadata = Object.keys(left).length === 0 ? undefined : left;
  return bare(200);
}

const NAME = 'os-volume_upload_image';

function uploadSchema(microversion: number): Schema {
  const newer: Record<string, Schema> = {
    visibility: { type: 'string', enum: ['community', 'public', 'private', 'shared'] },
    protected: BOOLEAN,
  };
  return {
    type: 'object',
    properties: {
      image_name: { type: 'string', minLength: 1, maxLength: 255 },
      force: BOOLEAN,
      disk_format: {
        type: 'string',
        enum: ['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop'],
      },
      container_format: { type: ['string', 'null'], minLength: 0, maxLength: 255 },
      ...(microversion >= 1 ? newer : {}),
    },
    required: ['image_name'],
    additionalProperties: false,
  };
}

/** Force is passed over: the lab's Cinder does not allow it. */
function upload(store: Store, call: Call): Answer {
  const body = bodyOf(call, NAME, uploadSchema(call.microversion));
  const volume = volumeOf(store, call.token, idIn(call));
  const isNewer = call.microversion >= 1;
  const visibility = textOf(body['visibility']) ?? (isNewer ? 'private' : 'shared');
  if (isNewer && visibility === 'public') {
    needAdmin(call, 'volume_extension:volume_actions:upload_public');
  }
  if (volume.status !== 'available') {
    throw new Refusal(400, `Invalid volume: Volume ${volume.id} status must be available`);
  }
  const image = {
    name: String(body['image_name']),
    diskFormat: textOf(body['disk_format']) ?? 'raw',
    containerFormat: textOf(body['container_format']) ?? 'bare',
    visibility,
    protected: toBoolean(body['protected'] ?? false) === true,
  };
  const imageId = startUpload(store, volume, { call, image });
  return {
    status: 202,
    body: {
      [NAME]: {
        id: volume.id,
        updated_at: volume.updatedAt?.toISOString().replace('Z', '000').slice(0, 26) ?? null,
        status: 'uploading',
        display_description: volume.description,
        size: volume.size,
        volume_type: typeIn(store, volume),
        image_id: imageId,
        container_format: image.containerFormat,
        disk_format: image.diskFormat,
        image_name: image.name,
        protected: image.protected,
        visibility,
      },
    },
  };
}

/** As the database has it. */
function typeIn({ types }: Store, { typeId }: Volume): Record<string, unknown> | null {
  const type = types.get(typeId);
  if (type === undefined) return null;
  return {
    id: type.id,
    name: type.name,
    description: type.description,
    is_public: type.isPublic,
    extra_specs: type.extraSpecs,
    qos_specs_id: type.qosSpecsId,
    created_at: type.createdAt.toISOString().slice(0, 19) + '.000000',
    updated_at: type.updatedAt === null ? null : type.updatedAt.toISOString().slice(0, 19),
    deleted_at: null,
    deleted: false,
  };
}
