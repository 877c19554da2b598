import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { notAuthorized } from './access.ts';
import { LIMITS, usageOf } from './limits.ts';
import { SCHEMAS } from './schemas.ts';
import { IMPORT_METHODS, STORE } from './state.ts';
import type { Glance } from './state.ts';
import { taskView } from './views.ts';

/** What Glance says of itself, and its tasks. */
export function discoveryRoutes(glance: Glance): Route[] {
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) =>
    constant(`/schemas/${name}`, schema),
  );
  return [
    { method: 'GET', path: '', handle: root },
    ...schemas,
    constant('/info/import', {
      'import-methods': {
        description: 'Import methods available.',
        type: 'array',
        value: IMPORT_METHODS,
      },
    }),
    constant('/info/stores', { stores: [{ id: STORE, default: 'true' }] }),
    constant('/metadefs/namespaces', {
      namespaces: [],
      schema: '/v2/schemas/metadefs/namespaces',
      first: '/v2/metadefs/namespaces',
    }),
    constant('/metadefs/resource_types', { resource_types: [] }),
    { method: 'GET', path: '/info/usage', handle: (call) => usage(glance, call) },
    { method: 'GET', path: '/info/stores/detail', handle: storesInDetail },
    { method: 'GET', path: '/cache', handle: cache },
    { method: 'GET', path: '/tasks', handle: (call) => listTasks(glance, call) },
    { method: 'GET', path: '/tasks/:task', handle: (call) => showTask(glance, call) },
  ];
}

const MINORS = 16;

/** All versions are one endpoint; a list of choices is answered with 300. */
export function versions({ origin }: Call): Answer {
  const links = [{ rel: 'self', href: `${origin}/v2/` }];
  const list = Array.from({ length: MINORS + 1 }, (_each, index) => ({
    id: `v2.${MINORS - index}`,
    status: index === 0 ? 'CURRENT' : 'SUPPORTED',
    links,
  }));
  return { status: 300, body: { versions: list } };
}

/** `/v2` leads to `/v2/`, which is not there. */
function root({ path, origin }: Call): Answer {
  if (path !== '') throw new Refusal(404, 'The resource could not be found.');
  return {
    status: 302,
    contentType: 'text/plain; charset=utf8',
    bytes: '',
    headers: { location: `${origin}/v2/` },
  };
}

function constant(path: string, body: unknown): Route {
  return { method: 'GET', path, handle: () => ({ status: 200, body }) };
}

/** Of the token's project; nothing where no limits are asked for. */
function usage(glance: Glance, { token }: Call): Answer {
  const limits = glance.cloud.options.imageLimits;
  if (limits === undefined) return { status: 200, body: { usage: {} } };
  const used = usageOf(glance, token);
  const list = LIMITS.map((name) => [name, { usage: used[name], limit: limits[name] }]);
  return { status: 200, body: { usage: Object.fromEntries(list) } };
}

function storesInDetail({ token }: Call): Answer {
  if (!token.isAdmin) throw notAuthorized('stores_info_detail');
  const properties = {
    data_dir: '/var/lib/glance/images',
    chunk_size: 65536,
    thin_provisioning: false,
  };
  return {
    status: 200,
    body: { stores: [{ id: STORE, default: 'true', type: 'file', properties }] },
  };
}

function cache({ token }: Call): Answer {
  if (!token.isAdmin) throw notAuthorized('cache_list');
  return { status: 200, body: { cached_images: [], queued_images: [] } };
}

function listTasks({ tasks }: Glance, { token }: Call): Answer {
  if (!token.isAdmin) throw notAuthorized('tasks_api_access');
  const views = [...tasks.values()].toReversed().map((task) => taskView(task, { whole: false }));
  return { status: 200, body: { tasks: views, first: '/v2/tasks', schema: '/v2/schemas/tasks' } };
}

function showTask({ tasks }: Glance, { token, params }: Call): Answer {
  if (!token.isAdmin) throw notAuthorized('tasks_api_access');
  const task = tasks.get(params['task'] ?? '');
  if (task === undefined) throw new Refusal(404, `Could not find task ${params['task']}`);
  return { status: 200, body: taskView(task, { whole: true }) };
}
