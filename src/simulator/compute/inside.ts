import type { SimulatedCloud } from '../cloud.ts';
import type { Answer, Api, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { createRouter } from '../http/router.ts';

/** What one service asks of another's API in the name of its caller. */
interface Question {
  readonly method?: string;
  /** Below the root, with its query. */
  readonly path: string;
  readonly json?: unknown;
}

type Find = ReturnType<typeof createRouter>;
const routers = new WeakMap<Api, Find>();

/** As over HTTP, without it: no fault strikes such a call, and no journal has it. */
export async function ask(
  api: Api,
  call: Call,
  { method = 'GET', path, json }: Question,
): Promise<Answer> {
  const find = routers.get(api) ?? createRouter(api);
  routers.set(api, find);
  const url = new URL(`${api.root}${path}`, 'http://127.0.0.1');
  const found = find(method, url.pathname);
  if (found === undefined) return { status: 404 };
  const { token, headers, requestId, bytes } = call;
  const about = { token, headers, requestId, bytes, microversion: 1, fate: undefined };
  try {
    return await found.route.handle({
      ...about,
      method,
      path: url.pathname.slice(api.root.length),
      params: found.params,
      query: url.searchParams,
      json,
      origin: url.origin,
    });
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: { message: error.message } };
    throw error;
  }
}

/** Whom Keystone does not let look, Nova believes. @throws Refusal 400 */
export async function ensureProject(
  { identity }: SimulatedCloud,
  call: Call,
  projectId: string,
): Promise<void> {
  const { status } = await ask(identity.api, call, {
    path: `/projects/${encodeURIComponent(projectId)}`,
  });
  if (status === 404) {
    throw new Refusal(400, `Project ID ${projectId} is not a valid project.`);
  }
}
