import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { found } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin } from './policy.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { bodyOf, extraOf } from './read.ts';
import { conflict } from './refuse.ts';
import { TEXT, TEXT_OR_NULL, checkChange, checkNew } from './schema.ts';
import { newId } from './state.ts';
import type { Region } from './state.ts';

const RULES = { id: TEXT, description: TEXT_OR_NULL, parent_region_id: TEXT_OR_NULL };
const KNOWN = Object.keys(RULES);

/** Everybody may see them. https://docs.openstack.org/api-ref/identity/v3/#regions */
export function regionRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Region => found(keystone.regions, 'region', params['id'] ?? '');
  return [
    {
      method: 'GET',
      path: '/regions',
      handle(call) {
        const views = byId(keystone.regions.values()).map((each) => view(each, call.origin));
        return listed(call, 'regions', filtered(call, views, ['parent_region_id']));
      },
    },
    {
      method: 'POST',
      path: '/regions',
      handle: (call) => make(keystone, call, bodyOf(call, 'region')),
    },
    {
      method: 'PUT',
      path: '/regions/:id',
      handle(call) {
        const { id = '' } = call.params;
        return make(keystone, call, { id, ...bodyOf(call, 'region') });
      },
    },
    { method: 'GET', path: '/regions/:id', handle: (call) => shown(call, at(call)) },
    {
      method: 'PATCH',
      path: '/regions/:id',
      handle(call) {
        requireAdmin(call, 'update_region');
        const given = bodyOf(call, 'region');
        checkChange(given, RULES);
        const region = at(call);
        if ('description' in given) region.description = textOf(given['description']) ?? '';
        if ('parent_region_id' in given) region.parentId = parentOf(keystone, given);
        region.extra = { ...region.extra, ...extraOf(given, KNOWN) };
        return shown(call, region);
      },
    },
    {
      method: 'DELETE',
      path: '/regions/:id',
      handle(call) {
        requireAdmin(call, 'delete_region');
        remove(keystone, at(call).id);
        return { status: 204 };
      },
    },
  ];
}

function make(keystone: Keystone, call: Call, given: Fields): Answer {
  requireAdmin(call, 'create_region');
  checkNew(given, RULES, []);
  const id = textOf(given['id']) || newId();
  if (keystone.regions.has(id)) throw conflict('region', `Duplicate ID, ${id}.`);
  const region = {
    id,
    description: textOf(given['description']) ?? '',
    parentId: parentOf(keystone, given),
    extra: extraOf(given, KNOWN),
  };
  keystone.regions.set(id, region);
  return shown(call, region, 201);
}

function parentOf({ regions }: Keystone, given: Fields): string | null {
  const id = textOf(given['parent_region_id']);
  return id === undefined ? null : found(regions, 'region', id).id;
}

/** Those below go with it; one with endpoints stays. */
function remove(keystone: Keystone, id: string): void {
  const { regions, endpoints } = keystone;
  if ([...endpoints.values()].some(({ regionId }) => regionId === id)) {
    throw new Refusal(
      403,
      `Unable to delete region ${id} because it or its child regions have associated endpoints.`,
    );
  }
  for (const { id: child, parentId } of regions.values()) {
    if (parentId === id) remove(keystone, child);
  }
  regions.delete(id);
}

function shown({ origin }: Call, region: Region, status = 200): Answer {
  return { status, body: { region: view(region, origin) } };
}

function view({ id, description, parentId, extra }: Region, origin: string) {
  const links = { self: `${origin}/v3/regions/${id}` };
  return { ...extra, id, description, parent_region_id: parentId, links };
}
