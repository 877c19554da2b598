import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, denied, needAdmin } from './door.ts';
import { ensureProject } from './inside.ts';
import { DEFAULT_CLASS, defaultOf, limitOf, RESOURCES, setAside, usedOf } from './quota.ts';
import type { Resource } from './quota.ts';
import { booleanAt, numberAt, objectAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Schema } from './schema.ts';
import type { Nova } from './state.ts';
import * as types from './types.ts';

/** Gone from 2.36 on with the proxies they were of, and from 2.57 on with personality. */
const OF_NETWORKS = ['fixed_ips', 'floating_ips', 'security_group_rules', 'security_groups'];
const OF_FILES = ['injected_file_content_bytes', 'injected_file_path_bytes', 'injected_files'];

/** Compute API «Quota sets». */
export function quotaRoutes(nova: Nova): Route[] {
  const path = '/os-quota-sets/:project';
  return [
    at('GET', path, (call) => show(nova, call, (resource) => limit(nova, call, resource))),
    at('GET', `${path}/detail`, (call) => {
      const used = usedOf(nova, projectIn(call), userIn(call));
      return show(nova, call, (resource) => ({
        limit: limit(nova, call, resource),
        in_use: used[resource] ?? 0,
        reserved: 0,
      }));
    }),
    at('GET', `${path}/defaults`, (call) =>
      show(nova, call, (resource) => defaultOf(nova, resource)),
    ),
    at('PUT', path, (call) => update(nova, call)),
    at('DELETE', path, (call) => {
      needAdmin(call, 'os-quota-sets:delete');
      for (const key of keysOf(nova, call)) nova.quotas.delete(key);
      return { status: 202 };
    }),
    at('GET', '/os-quota-class-sets/:class', (call) => {
      needAdmin(call, 'os-quota-class-sets:show');
      const id = call.params['class'] ?? '';
      return { status: 200, body: { quota_class_set: { id, ...classSet(nova, call) } } };
    }),
    at('PUT', '/os-quota-class-sets/:class', (call) => updateClass(nova, call)),
  ];
}

/** Server groups are no quota of a class before 2.50. */
function ofClass(call: Call): readonly Resource[] {
  return shownOf(call).filter(
    (each) => call.microversion >= 50 || !each.startsWith('server_group'),
  );
}

function classSet(nova: Nova, call: Call): object {
  return Object.fromEntries(ofClass(call).map((each) => [each, defaultOf(nova, each)]));
}

/** Only the class `default` is asked for anything. */
function updateClass(nova: Nova, call: Call): Answer {
  needAdmin(call, 'os-quota-class-sets:update');
  const fields = Object.fromEntries(ofClass(call).map((each) => [each, amount]));
  const schema = types.only('quota_class_set', types.exactly(fields));
  const given = objectAt(checkBody(schema, call.json), 'quota_class_set');
  const set = nova.quotas.get(DEFAULT_CLASS) ?? new Map<string, number>();
  for (const each of ofClass(call)) if (each in given) set.set(each, numberAt(given, each, 0));
  if (call.params['class'] === 'default') nova.quotas.set(DEFAULT_CLASS, set);
  return { status: 200, body: { quota_class_set: classSet(nova, call) } };
}

function projectIn({ params }: Call): string {
  return params['project'] ?? '';
}

function userIn({ query }: Call): string | undefined {
  return query.get('user_id') ?? undefined;
}

function keyOf(call: Call): string {
  const user = userIn(call);
  return user === undefined ? projectIn(call) : `${projectIn(call)}/${user}`;
}

/** With a project's go those of its users. */
function keysOf({ quotas }: Nova, call: Call): readonly string[] {
  const key = keyOf(call);
  if (userIn(call) !== undefined) return [key];
  return [key, ...[...quotas.keys()].filter((each) => each.startsWith(`${key}/`))];
}

function shownOf({ microversion }: Call): readonly Resource[] {
  return RESOURCES.filter(
    (each) =>
      (microversion < 36 || !OF_NETWORKS.includes(each)) &&
      (microversion < 57 || !OF_FILES.includes(each)),
  );
}

function limit(nova: Nova, call: Call, resource: Resource): number {
  return limitOf(nova, resource, projectIn(call), userIn(call));
}

async function show(
  { cloud }: Nova,
  call: Call,
  of: (resource: Resource) => unknown,
): Promise<Answer> {
  const id = projectIn(call);
  if (!call.token.isAdmin && call.token.projectId !== id) throw denied('os-quota-sets:show');
  await ensureProject(cloud, call, id);
  const set = Object.fromEntries(shownOf(call).map((resource) => [resource, of(resource)]));
  return { status: 200, body: { quota_set: { id, ...set } } };
}

const amount: Schema = {
  type: ['integer', 'string'],
  pattern: '^-?[0-9]+$',
  minimum: -1,
  maximum: 0x7fffffff,
};

async function update(nova: Nova, call: Call): Promise<Answer> {
  needAdmin(call, 'os-quota-sets:update');
  const fields = Object.fromEntries(shownOf(call).map((each) => [each, amount]));
  const schema = types.only(
    'quota_set',
    types.exactly({ ...fields, force: types.boolean, tenant_id: types.text }),
  );
  const given = objectAt(checkBody(schema, call.json), 'quota_set');
  await ensureProject(nova.cloud, call, projectIn(call));
  const force = booleanAt(given, 'force', false);
  const set = nova.quotas.get(keyOf(call)) ?? new Map<string, number>();
  for (const each of shownOf(call)) {
    if (!(each in given)) continue;
    const value = numberAt(given, each, 0);
    if (!force) checkLimit(nova, call, each, value);
    set.set(each, value);
  }
  nova.quotas.set(keyOf(call), set);
  const entries = shownOf(call).map((each) => [each, limit(nova, call, each)]);
  return { status: 200, body: { quota_set: Object.fromEntries(entries) as object } };
}

/** A user has a share of the project's; a project has at least what is in use or set aside. */
function checkLimit(nova: Nova, call: Call, resource: Resource, value: number): void {
  const [project, user] = [projectIn(call), userIn(call)];
  const used = usedOf(nova, project, user)[resource] ?? 0;
  const aside = setAside(nova, resource, project);
  const least = user === undefined ? Math.max(used, aside) : used;
  if (value >= 0 && value < least) {
    throw new Refusal(
      400,
      `Quota limit ${value} for ${resource} must be greater than or equal to already used and reserved ${least}.`,
    );
  }
  const ofProject = limitOf(nova, resource, project);
  if (user === undefined || ofProject < 0) return;
  const most = ofProject - aside + (nova.quotas.get(keyOf(call))?.get(resource) ?? 0);
  if (value >= 0 && value <= most) return;
  throw new Refusal(
    400,
    `Quota limit ${value} for ${resource} must be less than or equal to ${most}.`,
  );
}
