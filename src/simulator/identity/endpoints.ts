import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { found } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { bodyOf, extraOf } from './read.ts';
import { missing } from './refuse.ts';
import { FLAG, TEXT, TEXT_OR_NULL, checkChange, checkNew } from './schema.ts';
import type { Rule } from './schema.ts';
import { newId } from './state.ts';
import type { Endpoint } from './state.ts';

const RULES: Readonly<Record<string, Rule>> = {
  interface: { types: ['string'], oneOf: ['admin', 'internal', 'public'] },
  service_id: TEXT,
  url: TEXT,
  region_id: TEXT_OR_NULL,
  region: TEXT,
  enabled: FLAG,
};
const KNOWN = ['id', ...Object.keys(RULES)];

/** https://docs.openstack.org/api-ref/identity/v3/#service-catalog-and-endpoints */
export function endpointRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Endpoint =>
    found(keystone.endpoints, 'endpoint', params['id'] ?? '');
  return [
    {
      method: 'GET',
      path: '/endpoints',
      handle(call) {
        requireReader(call, 'list_endpoints');
        const views = byId(keystone.endpoints.values()).map((each) => view(each, call.origin));
        return listed(
          call,
          'endpoints',
          filtered(call, views, ['interface', 'service_id', 'region_id']),
        );
      },
    },
    { method: 'POST', path: '/endpoints', handle: (call) => make(keystone, call) },
    {
      method: 'GET',
      path: '/endpoints/:id',
      handle(call) {
        requireReader(call, 'get_endpoint');
        return shown(call, at(call));
      },
    },
    {
      method: 'PATCH',
      path: '/endpoints/:id',
      handle(call) {
        requireAdmin(call, 'update_endpoint');
        const given = bodyOf(call, 'endpoint');
        checkChange(given, RULES);
        const endpoint = at(call);
        checkReferences(keystone, given);
        endpoint.url = textOf(given['url']) ?? endpoint.url;
        endpoint.interface = textOf(given['interface']) ?? endpoint.interface;
        endpoint.serviceId = textOf(given['service_id']) ?? endpoint.serviceId;
        if ('region_id' in given) endpoint.regionId = textOf(given['region_id']) ?? null;
        if (typeof given['enabled'] === 'boolean') endpoint.enabled = given['enabled'];
        endpoint.extra = { ...endpoint.extra, ...extraOf(given, KNOWN) };
        return shown(call, endpoint);
      },
    },
    {
      method: 'DELETE',
      path: '/endpoints/:id',
      handle(call) {
        requireAdmin(call, 'delete_endpoint');
        keystone.endpoints.delete(at(call).id);
        return { status: 204 };
      },
    },
  ];
}

function make(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_endpoint');
  const given = bodyOf(call, 'endpoint');
  checkNew(given, RULES, ['interface', 'service_id', 'url']);
  checkReferences(keystone, given);
  const endpoint: Endpoint = {
    id: newId(),
    serviceId: textOf(given['service_id']) ?? '',
    regionId: regionOf(keystone, given),
    interface: textOf(given['interface']) ?? '',
    url: textOf(given['url']) ?? '',
    enabled: given['enabled'] !== false,
    extra: extraOf(given, KNOWN),
  };
  keystone.endpoints.set(endpoint.id, endpoint);
  return shown(call, endpoint, 201);
}

/** The old attribute `region` makes the region where it is not there. */
function regionOf({ regions }: Keystone, given: Fields): string | null {
  const old = textOf(given['region']);
  const id = textOf(given['region_id']) ?? old;
  if (id === undefined) return null;
  if (id === old && !regions.has(id)) {
    regions.set(id, { id, description: '', parentId: null, extra: {} });
  }
  return id;
}

function checkReferences({ services, regions }: Keystone, given: Fields): void {
  const url = textOf(given['url']) ?? '';
  const words = [...url.matchAll(/[$%]\(([^)]*)\)s?/g)].map((match) => match[1] ?? '');
  if (
    words.some((word) => !['project_id', 'tenant_id', 'user_id', 'public_bind_host'].includes(word))
  ) {
    throw new Refusal(400, `Cannot create an endpoint with an invalid URL: ${url}.`);
  }
  const service = textOf(given['service_id']);
  if (service !== undefined && !services.has(service)) {
    throw missing('endpoint service_id', 'service table');
  }
  const region = textOf(given['region_id']);
  if (region !== undefined && !regions.has(region)) {
    throw missing('endpoint region_id', 'region table');
  }
}

function shown({ origin }: Call, endpoint: Endpoint, status = 200): Answer {
  return { status, body: { endpoint: view(endpoint, origin) } };
}

function view(endpoint: Endpoint, origin: string) {
  const { id, serviceId, regionId, interface: visibility, url, enabled, extra } = endpoint;
  return {
    ...extra,
    id,
    interface: visibility,
    region_id: regionId,
    region: regionId,
    service_id: serviceId,
    url,
    enabled,
    links: { self: `${origin}/v3/endpoints/${id}` },
  };
}
