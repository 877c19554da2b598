import { checkBody } from '../compute/schema.ts';
import type { Schema } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { bare, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { isTypeSeen, typeOf } from './find.ts';
import { bodyOf, BOOLEAN, NAME_OR_NULL, textOf, timeOf, toBoolean, idIn } from './read.ts';
import { listingOf, page } from './pages.ts';
import type { Value } from './pages.ts';
import { addType, change } from './state.ts';
import type { Store, VolumeType } from './state.ts';
import { typeView } from './views.ts';

export function typeWays(store: Store): readonly Way[] {
  return [
    { method: 'GET', path: '/types', handle: (call) => list(store, call) },
    { method: 'POST', path: '/types', handle: (call) => create(store, call) },
    { method: 'GET', path: '/types/:id', handle: (call) => show(store, call) },
    { method: 'PUT', path: '/types/:id', handle: (call) => update(store, call) },
    { method: 'DELETE', path: '/types/:id', handle: (call) => remove(store, call) },
  ];
}

const IS_PUBLIC = 'os-volume-type-access:is_public';

function list(store: Store, call: Call): Answer {
  const { filters, ...listing } = listingOf(call);
  const others = [...filters.keys()].filter((key) => !['is_public', 'extra_specs'].includes(key));
  const wanted = publicIn(call);
  const items = [...store.types.values()].filter(
    (type) => isTypeSeen(call.token, type) && (wanted === undefined || type.isPublic === wanted),
  );
  const marker = store.types.has(listing.marker ?? '') ? listing.marker : undefined;
  const shown = others.length > 0 && call.token.isAdmin ? [] : items;
  const body = page(
    call,
    { items: shown, listing: { ...listing, marker, filters }, kind: KIND },
    (type) => ({ ...typeView(call, type), [IS_PUBLIC]: type.isPublic }),
  );
  return { status: 200, body };
}

/** Undefined for both. @throws Refusal 400 */
function publicIn({ query, token }: Call): boolean | undefined {
  const asked = query.get('is_public');
  if (!token.isAdmin) return undefined;
  if (asked === null) return true;
  if (asked.toLowerCase() === 'none') return undefined;
  const flag = toBoolean(asked);
  if (flag === undefined) throw new Refusal(400, `Invalid is_public filter [${asked}]`);
  return flag;
}

const COLUMNS: Readonly<Record<string, (type: VolumeType) => Value>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  is_public: ({ isPublic }) => isPublic,
  created_at: ({ createdAt }) => timeOf(createdAt),
  updated_at: ({ updatedAt }) => timeOf(updatedAt),
};

const KIND = {
  collection: 'volume_types',
  path: 'types',
  links: 'volume_type_links',
  column: (type: VolumeType, key: string) => COLUMNS[key]?.(type),
  columns: new Set(Object.keys(COLUMNS)),
  lost: (marker: string) => new Refusal(404, `Volume type ${marker} could not be found.`),
};

function show(store: Store, call: Call): Answer {
  const id = idIn(call);
  // The default has no id that its extension knows: what it adds is missing.
  if (id === 'default') {
    const type = typeOf(store, call.token, store.defaultTypeId);
    return { status: 200, body: { volume_type: typeView(call, type) } };
  }
  const type = typeOf(store, call.token, id);
  const view = { ...typeView(call, type), [IS_PUBLIC]: type.isPublic };
  return { status: 200, body: { volume_type: view } };
}

const SPECS: Schema = {
  type: 'object',
  patternProperties: {
    '^[a-zA-Z0-9-_:. /]{1,255}$': { type: ['string', 'null'], maxLength: 255 },
  },
  additionalProperties: false,
};

const CREATE: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 255 },
    description: NAME_OR_NULL,
    extra_specs: SPECS,
    [IS_PUBLIC]: BOOLEAN,
  },
  required: ['name'],
  additionalProperties: false,
};

function create(store: Store, call: Call): Answer {
  const body = bodyOf(call, 'volume_type', CREATE);
  needAdmin(call, 'volume_extension:type_create');
  const name = String(body['name']);
  checkUnique(store, name);
  const type = addType(
    store.types,
    {
      name,
      description: textOf(body['description']),
      extraSpecs: { ...(body['extra_specs'] as Record<string, string | null> | undefined) },
      isPublic: toBoolean(body[IS_PUBLIC] ?? true) === true,
    },
    store.cloud,
  );
  return { status: 200, body: { volume_type: { ...plain(type), [IS_PUBLIC]: type.isPublic } } };
}

function checkUnique({ types }: Store, name: string, but?: VolumeType): void {
  if ([...types.values()].some((each) => each.name === name && each !== but)) {
    throw new Refusal(409, `Volume Type ${name} already exists.`);
  }
}

/** The older view, which changes answer with. */
function plain({ id, name, isPublic, extraSpecs, description }: VolumeType) {
  return { id, name, is_public: isPublic, extra_specs: extraSpecs, description };
}

function update(store: Store, call: Call): Answer {
  checkBody(
    {
      type: 'object',
      properties: {
        volume_type: {
          type: 'object',
          properties: {
            name: { type: ['string', 'null'], minLength: 1, maxLength: 255 },
            description: NAME_OR_NULL,
            is_public: BOOLEAN,
          },
          additionalProperties: false,
        },
      },
      required: ['volume_type'],
      additionalProperties: false,
    },
    call.json,
  );
  needAdmin(call, 'volume_extension:type_update');
  const body = (call.json as { volume_type: Record<string, unknown> }).volume_type;
  const [name, description] = [textOf(body['name']), textOf(body['description'])];
  if (name === null && description === null && body['is_public'] === undefined) {
    throw new Refusal(
      400,
      'Specify volume type name, description, is_public or a combination thereof.',
    );
  }
  const type = typeOf(store, call.token, idIn(call));
  if (name !== null) checkUnique(store, name, type);
  change(store, type, {
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    ...(body['is_public'] === undefined ? {} : { isPublic: toBoolean(body['is_public']) === true }),
  });
  return { status: 200, body: { volume_type: plain(type) } };
}

function remove(store: Store, call: Call): Answer {
  needAdmin(call, 'volume_extension:type_delete');
  const type = typeOf(store, call.token, idIn(call));
  if (type.id === store.defaultTypeId) {
    throw new Refusal(
      400,
      `The volume type ${type.id} is a default volume type and cannot be deleted.`,
    );
  }
  if ([...store.volumes.all()].some(({ typeId }) => typeId === type.id)) {
    throw new Refusal(400, 'Target volume type is still in use.');
  }
  store.types.delete(type.id);
  return bare(202);
}
