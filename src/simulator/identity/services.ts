import type { Answer, Call, Route } from '../http/call.ts';
import { found } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { textOf } from './fields.ts';
import { bodyOf, extraOf } from './read.ts';
import { FLAG, TEXT, checkChange, checkNew } from './schema.ts';
import type { Rule } from './schema.ts';
import { newId } from './state.ts';
import type { Service } from './state.ts';

const RULES: Readonly<Record<string, Rule>> = {
  type: { types: ['string'], minLength: 1, maxLength: 255 },
  name: TEXT,
  enabled: FLAG,
};
const KNOWN = ['id', ...Object.keys(RULES)];

/** https://docs.openstack.org/api-ref/identity/v3/#service-catalog-and-endpoints */
export function serviceRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Service => found(keystone.services, 'service', params['id'] ?? '');
  return [
    {
      method: 'GET',
      path: '/services',
      handle(call) {
        requireReader(call, 'list_services');
        const views = byId(keystone.services.values()).map((each) => view(each, call.origin));
        return listed(call, 'services', filtered(call, views, ['type', 'name']));
      },
    },
    {
      method: 'POST',
      path: '/services',
      handle: (call) => make(keystone, call),
    },
    {
      method: 'GET',
      path: '/services/:id',
      handle(call) {
        requireReader(call, 'get_service');
        return shown(call, at(call));
      },
    },
    {
      method: 'PATCH',
      path: '/services/:id',
      handle(call) {
        requireAdmin(call, 'update_service');
        const given = bodyOf(call, 'service');
        checkChange(given, RULES);
        const service = at(call);
        service.type = textOf(given['type']) ?? service.type;
        service.name = textOf(given['name']) ?? service.name;
        if (typeof given['enabled'] === 'boolean') service.enabled = given['enabled'];
        service.extra = { ...service.extra, ...extraOf(given, KNOWN) };
        return shown(call, service);
      },
    },
    {
      method: 'DELETE',
      path: '/services/:id',
      handle(call) {
        requireAdmin(call, 'delete_service');
        remove(keystone, at(call).id);
        return { status: 204 };
      },
    },
  ];
}

function make(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'create_service');
  const given = bodyOf(call, 'service');
  checkNew(given, RULES, ['type']);
  const service: Service = {
    id: newId(),
    type: textOf(given['type']) ?? '',
    name: textOf(given['name']) ?? '',
    enabled: given['enabled'] !== false,
    extra: extraOf(given, KNOWN),
  };
  keystone.services.set(service.id, service);
  return shown(call, service, 201);
}

/** Its endpoints go with it. */
function remove({ services, endpoints }: Keystone, id: string): void {
  services.delete(id);
  for (const endpoint of endpoints.values()) {
    if (endpoint.serviceId === id) endpoints.delete(endpoint.id);
  }
}

function shown({ origin }: Call, service: Service, status = 200): Answer {
  return { status, body: { service: view(service, origin) } };
}

function view({ id, type, name, enabled, extra }: Service, origin: string) {
  return { ...extra, id, type, name, enabled, links: { self: `${origin}/v3/services/${id}` } };
}
