import { randomUUID } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route, Token } from '../http/call.ts';
import { at, needAdmin } from './door.ts';
import { createFlavor, updateFlavor } from './flavor-schemas.ts';
import { checkQuery, cut, nextLinks, pageOf, selfLinks } from './pages.ts';
import { booleanAt, numberAt, objectAt, textAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Flavor, Nova } from './state.ts';

/** Compute API «Flavors». */
export function flavorRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/flavors', (call) => list(nova, call, false)),
    at('GET', '/flavors/detail', (call) => list(nova, call, true)),
    at('POST', '/flavors', (call) => create(nova, call)),
    at('GET', '/flavors/:id', (call) =>
      show(call, findFlavor(nova, call.token, call.params['id'])),
    ),
    at('PUT', '/flavors/:id', (call) => update(nova, call), { since: 55 }),
    at('DELETE', '/flavors/:id', (call) => remove(nova, call)),
  ];
}

/** @throws Refusal 404 where it is not there, or private to others */
export function findFlavor({ flavors }: Nova, token: Token, id = ''): Flavor {
  const flavor = flavors.get(id);
  if (flavor !== undefined && maySee(flavor, token)) return flavor;
  throw new Refusal(404, `Flavor ${id} could not be found.`);
}

function maySee(flavor: Flavor, { isAdmin, projectId }: Token): boolean {
  return isAdmin || flavor.isPublic || isGranted(flavor, projectId);
}

function isGranted({ projects }: Flavor, projectId: string | undefined): boolean {
  return projectId !== undefined && projects.has(projectId);
}

function list(nova: Nova, call: Call, detailed: boolean): Answer {
  checkQuery(call, QUERY);
  const found = [...nova.flavors.values()]
    .filter(filterOf(call))
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  if (call.query.get('sort_dir') === 'desc') found.reverse();
  const page = pageOf(call);
  const shown = cut(found, page, ({ id }) => id);
  const links = nextLinks(
    call,
    detailed ? 'flavors/detail' : 'flavors',
    page,
    shown.map(({ id }) => id),
  );
  return {
    status: 200,
    body: {
      flavors: shown.map((flavor) => (detailed ? view(call, flavor) : brief(call, flavor))),
      ...(links === undefined ? {} : { flavors_links: links }),
    },
  };
}

const QUERY = ['limit', 'marker', 'is_public', 'minRam', 'minDisk', 'sort_key', 'sort_dir'];

function filterOf({ query, token }: Call): (flavor: Flavor) => boolean {
  const wanted = token.isAdmin ? isPublicOf(query.get('is_public')) : true;
  const minRam = minimum(query, 'minRam');
  const minDisk = minimum(query, 'minDisk');
  return (flavor) =>
    flavor.ram >= minRam &&
    flavor.disk >= minDisk &&
    (wanted === undefined ||
      flavor.isPublic === wanted ||
      (wanted && isGranted(flavor, token.projectId)));
}

/** Undefined: both. */
function isPublicOf(asked: string | null): boolean | undefined {
  if (asked === null) return true;
  if (asked.toLowerCase() === 'none') return undefined;
  const value = booleanAt({ asked }, 'asked', true);
  if (value || ['0', 'f', 'false', 'off', 'n', 'no'].includes(asked.toLowerCase())) return value;
  throw new Refusal(400, `Invalid is_public filter [${asked}]`);
}

function minimum(query: URLSearchParams, key: string): number {
  const asked = query.get(key);
  if (asked === null) return 0;
  if (/^[0-9]+$/.test(asked)) return Number(asked);
  throw new Refusal(400, `Invalid ${key} filter [${asked}]`);
}

function create(nova: Nova, call: Call): Answer {
  const body = checkBody(createFlavor(call.microversion), call.json);
  needAdmin(call, 'os-flavor-manage:create');
  const given = objectAt(body, 'flavor');
  const name = String(given['name']);
  const id =
    textAt(given, 'id') ?? (typeof given['id'] === 'number' ? String(given['id']) : randomUUID());
  for (const each of nova.flavors.values()) {
    if (each.name === name) throw new Refusal(409, `Flavor with name ${name} already exists.`);
  }
  if (nova.flavors.has(id)) throw new Refusal(409, `Flavor with ID ${id} already exists.`);
  const flavor: Flavor = {
    number: (nova.counter += 1),
    id,
    name,
    ram: numberAt(given, 'ram', 0),
    vcpus: numberAt(given, 'vcpus', 0),
    disk: numberAt(given, 'disk', 0),
    ephemeral: numberAt(given, 'OS-FLV-EXT-DATA:ephemeral', 0),
    swap: numberAt(given, 'swap', 0),
    rxtxFactor: numberAt(given, 'rxtx_factor', 1),
    isPublic: booleanAt(given, 'os-flavor-access:is_public', true),
    description: textAt(given, 'description') ?? null,
    extraSpecs: {},
    projects: new Set(),
  };
  nova.flavors.set(id, flavor);
  return show(call, flavor);
}

function update(nova: Nova, call: Call): Answer {
  const body = checkBody(updateFlavor, call.json);
  needAdmin(call, 'os-flavor-manage:update');
  const flavor = findFlavor(nova, call.token, call.params['id']);
  flavor.description = textAt(objectAt(body, 'flavor'), 'description') ?? null;
  return show(call, flavor);
}

function remove(nova: Nova, call: Call): Answer {
  needAdmin(call, 'os-flavor-manage:delete');
  nova.flavors.delete(findFlavor(nova, call.token, call.params['id']).id);
  return { status: 202 };
}

function show(call: Call, flavor: Flavor): Answer {
  return { status: 200, body: { flavor: view(call, flavor) } };
}

function brief(call: Call, { id, name, description }: Flavor): object {
  return {
    id,
    name,
    links: selfLinks(call, 'flavors', id),
    ...(call.microversion >= 55 ? { description } : {}),
  };
}

function view(call: Call, flavor: Flavor): object {
  const { microversion } = call;
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ram,
    disk: flavor.disk,
    swap: flavor.swap === 0 && microversion < 75 ? '' : flavor.swap,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeral,
    'OS-FLV-DISABLED:disabled': false,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: flavor.rxtxFactor,
    links: selfLinks(call, 'flavors', flavor.id),
    ...(microversion >= 55 ? { description: flavor.description } : {}),
    ...(microversion >= 61 ? { extra_specs: flavor.extraSpecs } : {}),
  };
}
