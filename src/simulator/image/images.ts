import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Fate } from '../faults/plan.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { mayPublish, mustFind, mustOwn } from './access.ts';
import { readObject } from './body.ts';
import type { JsonObject } from './body.ts';
import { enforce } from './limits.ts';
import { listImages } from './list.ts';
import { patchImage } from './patch.ts';
import {
  isDisallowed,
  isReadOnly,
  isReserved,
  notNegative,
  readOnly,
  SHADOWED,
  withinLimits,
} from './reserved.ts';
import { forget, IMPORT_METHODS, STORE_IDS, VISIBILITIES } from './state.ts';
import type { Attributes, Glance, Image } from './state.ts';
import { validateImage } from './validate.ts';
import { DONE, imageView, taskOfImageView } from './views.ts';

export function imageRoutes(glance: Glance): Route[] {
  return [
    { method: 'GET', path: '/images', handle: (call) => listImages(glance, call) },
    { method: 'POST', path: '/images', handle: (call) => createImage(glance, call) },
    {
      method: 'GET',
      path: '/images/:id',
      handle: (call) => ({ status: 200, body: imageView(mustFind(glance, call)) }),
    },
    { method: 'PATCH', path: '/images/:id', handle: (call) => patchImage(glance, call) },
    { method: 'DELETE', path: '/images/:id', handle: (call) => deleteImage(glance, call) },
    {
      method: 'GET',
      path: '/images/:id/tasks',
      handle: (call) => ({
        status: 200,
        body: { tasks: mustFind(glance, call).tasks.map(taskOfImageView) },
      }),
    },
  ];
}

/** The schema was checked: what is there is of its type. */
const attributesSchema = z.object({
  name: z.string().nullable().default(null),
  owner: z.string().nullish(),
  visibility: z.enum(VISIBILITIES).default('shared'),
  disk_format: z.string().nullable().default(null),
  container_format: z.string().nullable().default(null),
  min_disk: z.number().default(0),
  min_ram: z.number().default(0),
  protected: z.boolean().default(false),
  os_hidden: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
});

function createImage(glance: Glance, call: Call): Answer {
  const { token } = call;
  const body = readObject(call);
  const disallowed = Object.keys(body).find(isDisallowed);
  if (disallowed !== undefined) throw readOnly(disallowed);
  validateImage(body);
  const { tags, owner = token.projectId ?? null, ...rest } = attributesSchema.parse(body);
  const properties = propertiesOf(body);
  const held = glance.cloud.options.protectedProperties?.find((key) => properties.has(key));
  if (held !== undefined) throw new Refusal(403, `Attribute '${held}' is reserved.`);
  mayPublish(token, rest.visibility);
  if (!token.isAdmin && owner !== (token.projectId ?? null)) {
    throw new Refusal(403, `You are not permitted to create images owned by '${owner}'.`);
  }
  enforce(glance, token, { limit: 'image_count_total', delta: 1 });
  const given = Object.keys(body).find(isReadOnly);
  if (given !== undefined) throw readOnly(given);
  notNegative('min_disk', rest.min_disk);
  notNegative('min_ram', rest.min_ram);
  const attributes = { ...rest, owner, tags: new Set(tags) };
  withinLimits(properties, attributes.tags);
  const id = typeof body['id'] === 'string' ? body['id'] : randomUUID();
  const image = addImage(glance, { id, attributes, properties, fate: call.fate });
  return {
    status: 201,
    body: imageView(image),
    headers: {
      location: `${call.origin}/v2/images/${id}`,
      'openstack-image-import-methods': IMPORT_METHODS.join(','),
      'openstack-image-store-ids': STORE_IDS,
    },
  };
}

/** @throws Refusal 403, 400 */
function propertiesOf(body: JsonObject): Map<string, string | null> {
  const properties = new Map<string, string | null>();
  for (const [key, value] of Object.entries(body)) {
    const isAttribute =
      key === 'id' || Object.hasOwn(attributesSchema.shape, key) || isReadOnly(key);
    if (isAttribute || SHADOWED.includes(key)) continue;
    if (key.length > 255) {
      throw new Refusal(400, 'Custom property should not be greater than 255 characters.');
    }
    if (isReserved(key)) throw new Refusal(403, `Attribute '${key}' is reserved.`, 'detail');
    if (typeof value === 'string' || value === null) properties.set(key, value);
  }
  return properties;
}

export interface NewImage {
  readonly id: string;
  readonly attributes: Attributes;
  readonly properties: ReadonlyMap<string, string | null>;
  readonly fate: Fate | undefined;
}

/** A record without data. @throws Refusal 409: the id is, or was, another's */
export function addImage(glance: Glance, given: NewImage): Image {
  const { images, spent, cloud } = glance;
  if (images.has(given.id) || spent.has(given.id)) {
    throw new Refusal(409, `Image ID ${given.id} already exists!`);
  }
  const now = cloud.clock.now();
  const order = glance.next();
  const image: Image = {
    ...given,
    status: 'queued',
    size: null,
    virtualSize: null,
    data: undefined,
    staged: undefined,
    members: new Map(),
    tasks: [],
    createdAt: now,
    updatedAt: now,
    createdOrder: order,
    updatedOrder: order,
  };
  images.set(image.id, image);
  return image;
}

function deleteImage(glance: Glance, call: Call): Answer {
  const image = mustFind(glance, call, (id) => `Failed to find image ${id} to delete`);
  mustOwn(call.token, image);
  if (image.attributes.protected) {
    throw new Refusal(403, `Image ${image.id} is protected and cannot be deleted.`);
  }
  forget(glance, image);
  return DONE;
}
