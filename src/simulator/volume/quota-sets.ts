import { checkBody, isObject } from '../compute/schema.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { done, needAdmin } from './door.ts';
import type { Way } from './door.ts';
import { defaultsOf, limitsOf, usageOf } from './quotas.ts';
import { flagOf, idIn } from './read.ts';
import type { Store } from './state.ts';

/** Keys that are no quota, and are passed over. */
const OTHER = new Set(['tenant_id', 'id']);

/** Quotas of projects, which Cinder does not look up in Keystone. */
export function quotaWays(store: Store): readonly Way[] {
  return [
    { method: 'GET', path: '/os-quota-sets/:id', handle: (call) => show(store, call) },
    { method: 'PUT', path: '/os-quota-sets/:id', handle: (call) => update(store, call) },
    {
      method: 'DELETE',
      path: '/os-quota-sets/:id',
      handle(call) {
        needAdmin(call, 'volume_extension:quotas:delete');
        store.quotas.delete(idIn(call));
        return done(200);
      },
    },
    {
      method: 'GET',
      path: '/os-quota-sets/:id/defaults',
      handle(call) {
        checkShown(call);
        return { status: 200, body: { quota_set: { ...defaultsOf(store), id: idIn(call) } } };
      },
    },
    {
      method: 'GET',
      path: '/os-quota-class-sets/:id',
      handle(call) {
        needAdmin(call, 'volume_extension:quota_classes:get');
        return { status: 200, body: { quota_class_set: { ...defaultsOf(store), id: idIn(call) } } };
      },
    },
    { method: 'GET', path: '/limits', handle: (call) => limits(store, call) },
  ];
}

function checkShown(call: Call): void {
  if (call.params['id'] !== call.token.projectId) needAdmin(call, 'volume_extension:quotas:show');
}

function show(store: Store, call: Call): Answer {
  checkShown(call);
  const project = idIn(call);
  const limits = Object.entries(limitsOf(store, project));
  if (!flagOf(call.query, 'usage')) {
    return { status: 200, body: { quota_set: { ...Object.fromEntries(limits), id: project } } };
  }
  const usage = usageOf(store, project);
  const rows = limits.map(([name, limit]) => [
    name,
    { limit, in_use: usage[name] ?? 0, reserved: 0 },
  ]);
  return { status: 200, body: { quota_set: { ...Object.fromEntries(rows), id: project } } };
}

function update(store: Store, call: Call): Answer {
  const asked = quotaSetOf(store, call);
  needAdmin(call, 'volume_extension:quotas:update');
  const project = idIn(call);
  const limits = new Map(store.quotas.get(project));
  for (const [key, limit] of asked) limits.set(key, limit);
  store.quotas.set(project, limits);
  return { status: 200, body: { quota_set: limitsOf(store, project) } };
}

function quotaSetOf(store: Store, { json }: Call): readonly (readonly [string, number])[] {
  const { quota_set: set } = checkBody(
    {
      type: 'object',
      properties: { quota_set: { type: 'object' } },
      required: ['quota_set'],
      additionalProperties: false,
    },
    json,
  );
  const known = defaultsOf(store);
  const pairs = Object.entries(isObject(set) ? set : {}).filter(([key]) => !OTHER.has(key));
  const limits = pairs
    .filter(([key]) => key in known)
    .map(([key, value]) => [key, limitFrom(key, value)] as const);
  const bad = pairs.filter(([key]) => !(key in known)).map(([key]) => key);
  if (bad.length > 0) {
    throw new Refusal(400, `Invalid input received: Bad key(s) in quota set: ${bad.join(', ')}`);
  }
  if (pairs.some(([, value]) => typeof value === 'string')) {
    throw new Refusal(
      400,
      'The server could not comply with the request since it is either malformed or otherwise incorrect.',
    );
  }
  return limits;
}

function limitFrom(key: string, value: unknown): number {
  if (!/^-?\d+$/.test(String(value))) throw new Refusal(400, `${key} must be an integer`);
  if (Number(value) < -1) throw new Refusal(400, `${key} must be >= -1`);
  if (Number(value) > 0x7fffffff) throw new Refusal(400, `${key} must be <= 2147483647`);
  return Number(value);
}

/** What an administrator may ask of another project since 3.39. */
function limits(store: Store, { query, token, microversion }: Call): Answer {
  const own = token.projectId ?? '';
  const asked = query.get('project_id') ?? query.get('tenant_id') ?? own;
  const project = token.isAdmin && microversion >= 39 ? asked : own;
  const limit = limitsOf(store, project);
  const used = usageOf(store, project);
  return {
    status: 200,
    body: {
      limits: {
        rate: [],
        absolute: {
          maxTotalVolumes: limit['volumes'],
          maxTotalSnapshots: limit['snapshots'],
          maxTotalVolumeGigabytes: limit['gigabytes'],
          maxTotalBackups: limit['backups'],
          maxTotalBackupGigabytes: limit['backup_gigabytes'],
          totalVolumesUsed: used['volumes'] ?? 0,
          totalGigabytesUsed: used['gigabytes'] ?? 0,
          totalSnapshotsUsed: used['snapshots'] ?? 0,
          totalBackupsUsed: 0,
          totalBackupGigabytesUsed: 0,
        },
      },
    },
  };
}
