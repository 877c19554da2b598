import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, needAdmin } from './door.ts';
import { addAccess, createSpecs, removeAccess, updateSpec } from './flavor-schemas.ts';
import { findFlavor } from './flavors.ts';
import { ensureProject } from './inside.ts';
import { objectAt, textAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Flavor, Nova } from './state.ts';

/** Compute API «Flavors extra-specs» and «Flavors access». */
export function flavorExtraRoutes(nova: Nova): Route[] {
  const of = (call: Call): Flavor => findFlavor(nova, call.token, call.params['flavor']);
  const specs = '/flavors/:flavor/os-extra_specs';
  return [
    at('GET', specs, (call) => ({ status: 200, body: { extra_specs: of(call).extraSpecs } })),
    at('POST', specs, (call) => setSpecs(call, of)),
    at('GET', `${specs}/:key`, (call) => {
      const key = call.params['key'] ?? '';
      return { status: 200, body: { [key]: specOf(of(call), key) } };
    }),
    at('PUT', `${specs}/:key`, (call) => setSpec(call, of)),
    at('DELETE', `${specs}/:key`, (call) => removeSpec(call, of)),
    at('GET', '/flavors/:flavor/os-flavor-access', (call) => {
      needAdmin(call, 'os-flavor-access');
      const flavor = of(call);
      if (!flavor.isPublic) return { status: 200, body: accessView(flavor) };
      throw new Refusal(404, 'Access list not available for public flavors.');
    }),
    at('POST', '/flavors/:flavor/action', (call) => act(nova, call, of)),
  ];
}

type Of = (call: Call) => Flavor;

function setSpecs(call: Call, of: Of): Answer {
  const body = checkBody(createSpecs, call.json);
  needAdmin(call, 'os-flavor-extra-specs:create');
  put(of(call), objectAt(body, 'extra_specs'));
  return { status: 200, body };
}

function setSpec(call: Call, of: Of): Answer {
  const body = checkBody(updateSpec, call.json);
  needAdmin(call, 'os-flavor-extra-specs:update');
  if (!(String(call.params['key']) in body)) {
    throw new Refusal(400, 'Request body and URI mismatch');
  }
  put(of(call), body);
  return { status: 200, body };
}

function removeSpec(call: Call, of: Of): Answer {
  needAdmin(call, 'os-flavor-extra-specs:delete');
  const flavor = of(call);
  const key = call.params['key'] ?? '';
  specOf(flavor, key);
  flavor.extraSpecs = Object.fromEntries(
    Object.entries(flavor.extraSpecs).filter(([name]) => name !== key),
  );
  return { status: 200 };
}

function specOf(flavor: Flavor, key: string): string {
  const value = flavor.extraSpecs[key];
  if (value !== undefined) return value;
  throw new Refusal(404, `Flavor ${flavor.id} has no extra specs with key ${key}.`);
}

function put(flavor: Flavor, specs: Readonly<Record<string, unknown>>): void {
  const added = Object.entries(specs).map(([key, value]) => [key, String(value)] as const);
  flavor.extraSpecs = Object.fromEntries(
    [...Object.entries(flavor.extraSpecs), ...added].toSorted(([one], [other]) =>
      one < other ? -1 : 1,
    ),
  );
}

async function act(nova: Nova, call: Call, of: Of): Promise<Answer> {
  const asked = Object.keys(call.json ?? {})[0];
  if (asked === 'addTenantAccess') {
    needAdmin(call, 'os-flavor-access:add_tenant_access');
    const tenant = tenantOf(checkBody(addAccess, call.json), asked);
    await ensureProject(nova.cloud, call, tenant);
    const flavor = of(call);
    if (flavor.isPublic && call.microversion >= 7) {
      throw new Refusal(409, 'Can not add access to a public flavor.');
    }
    if (flavor.projects.has(tenant)) throw accessExists(flavor, tenant);
    flavor.projects.add(tenant);
    return { status: 200, body: accessView(flavor) };
  }
  if (asked === 'removeTenantAccess') {
    needAdmin(call, 'os-flavor-access:remove_tenant_access');
    const tenant = tenantOf(checkBody(removeAccess, call.json), asked);
    const flavor = of(call);
    if (!flavor.projects.delete(tenant)) throw accessMissing(flavor, tenant);
    return { status: 200, body: accessView(flavor) };
  }
  if (asked === undefined) throw new Refusal(400, 'Malformed request body');
  throw new Refusal(400, `There is no such action: ${asked}`);
}

function tenantOf(body: Readonly<Record<string, unknown>>, action: string): string {
  return textAt(objectAt(body, action), 'tenant') ?? '';
}

/** Nova names its own number of the flavor here. */
function accessExists({ number: id }: Flavor, tenant: string): Refusal {
  return new Refusal(
    409,
    `Flavor access already exists for flavor ${id} and project ${tenant} combination.`,
  );
}

function accessMissing({ number: id }: Flavor, tenant: string): Refusal {
  return new Refusal(404, `Flavor access not found for ${id} / ${tenant} combination.`);
}

function accessView({ id, projects }: Flavor): object {
  return {
    flavor_access: [...projects].map((project) => ({ flavor_id: id, tenant_id: project })),
  };
}
