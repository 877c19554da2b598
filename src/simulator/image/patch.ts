import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { mayPublish, mustFind, mustOwn } from './access.ts';
import { readPatch } from './patch-body.ts';
import type { Change } from './patch-body.ts';
import { str } from '../python.ts';
import { page, unsupported } from './refuse.ts';
import { notNegative, withinLimits } from './reserved.ts';
import { touch } from './state.ts';
import type { Attributes, Glance, Image } from './state.ts';
import { imageView } from './views.ts';

const TYPES = [
  'application/openstack-images-v2.0-json-patch',
  'application/openstack-images-v2.1-json-patch',
];

/** All of its changes, or none. */
export function patchImage(glance: Glance, call: Call): Answer {
  const type = (call.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (!TYPES.includes(type)) {
    return {
      ...page({ ...unsupported(type), accept: call.headers.accept }),
      headers: { 'accept-patch': TYPES.join(', ') },
    };
  }
  const changes = readPatch(call, type === TYPES[0] ? 4 : 10);
  const image = mustFind(glance, call);
  const draft: Draft = {
    attributes: { ...image.attributes },
    properties: new Map(image.properties),
  };
  for (const change of changes) apply(draft, change, image, call);
  if (changes.length > 0) {
    withinLimits(draft.properties, draft.attributes.tags);
    image.attributes = draft.attributes;
    image.properties = draft.properties;
    touch(glance, image);
  }
  return { status: 200, body: imageView(image) };
}

interface Draft {
  readonly attributes: Attributes;
  readonly properties: Map<string, string | null>;
}

function apply(draft: Draft, change: Change, image: Image, { token }: Call): void {
  const { op, key, value } = change;
  if (key === 'locations') throw invisible(change);
  if (key === 'owner' && op === 'replace' && !token.isAdmin) {
    throw new Refusal(403, "Owner can't be updated by non admin.", 'detail');
  }
  if (key === 'visibility') mayPublish(token, value);
  mustOwn(token, image);
  if (!Object.hasOwn(draft.attributes, key)) {
    setProperty(draft.properties, change);
    return;
  }
  if (op === 'remove') throw new Refusal(403, `Property ${key} may not be removed.`, 'detail');
  if (key === 'owner' && !token.isAdmin) {
    throw new Refusal(403, `Forbidding request, image ${image.id} not visible`);
  }
  if (change.strictAdd) throw present(key);
  checkAttribute(change, image);
  const set = key === 'tags' ? new Set(value as string[]) : value;
  // The schema was checked: the value is of the attribute's type.
  Object.assign(draft.attributes, { [key]: set });
}

function setProperty(properties: Draft['properties'], change: Change): void {
  const { op, key, value } = change;
  const known = properties.has(key);
  if (op !== 'add' && !known) throw new Refusal(409, `Property ${key} does not exist.`, 'detail');
  if (known && change.strictAdd) throw present(key);
  if (op === 'remove') properties.delete(key);
  else properties.set(key, value === null ? null : str(value));
}

function checkAttribute({ key, value }: Change, { status }: Image): void {
  if (key === 'min_disk' || key === 'min_ram') notNegative(key, value as number);
  const isFormat = key === 'disk_format' || key === 'container_format';
  if (isFormat && status !== 'queued' && status !== 'importing') {
    throw new Refusal(403, `Attribute ${key} can be only replaced for a queued image.`);
  }
}

function present(key: string): Refusal {
  return new Refusal(409, `Property ${key} already present.`, 'detail');
}

/** Where data lie is nobody's to see or to say. */
function invisible({ op, value }: Change): Refusal {
  if (op === 'replace' && Array.isArray(value) && value.length === 0) {
    return new Refusal(403, 'Cannot set locations to empty list.', 'detail');
  }
  const verb = op === 'replace' ? 'update' : op;
  return new Refusal(403, `It's not allowed to ${verb} locations if locations are invisible.`);
}
