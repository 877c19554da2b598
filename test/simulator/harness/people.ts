import type { SimulatedCloud } from '../../../src/simulator/cloud.ts';
import type { ServiceName } from '../../../src/simulator/http/call.ts';

/** Of the administrator and of all newcomers. */
export const PASSWORD = 'of-the-test';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. Each test reads another shape out of it. */
  readonly body: ReturnType<typeof JSON.parse>;
}

/** The service that a test is about. */
export interface Door {
  readonly service: ServiceName;
  /** What stands before every path: `/v2.1`. */
  readonly path: (project: string) => string;
  /** Of the header OpenStack-API-Version: `compute 2.` */
  readonly version?: string;
}

export interface Caller {
  readonly project: string;
  readonly user: string;
  readonly token: string;
  /** @param path below the door's */
  ask(method: string, path: string, body?: unknown, version?: number | string): Promise<Reply>;
}

export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const answer = await fetch(url, init);
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
  const body = isJson && text !== '' ? JSON.parse(text) : text;
  return { status: answer.status, headers: answer.headers, body };
}

/** A request with JSON in the name of a token. */
export function asking(method: string, token: string, body?: unknown) {
  return {
    method,
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

export async function logIn(
  { origins }: SimulatedCloud,
  door: Door,
  { name, project }: { readonly name: string; readonly project: string },
): Promise<Caller> {
  const domain = { id: 'default' };
  const user = { name, domain, password: PASSWORD };
  const auth = {
    identity: { methods: ['password'], password: { user } },
    scope: { project: { name: project, domain } },
  };
  const { headers, body } = await send(
    `${origins.identity}/v3/auth/tokens`,
    asking('POST', '', { auth }),
  );
  const token = headers.get('x-subject-token') ?? '';
  const projectId: string = body.token.project.id;
  return {
    project: projectId,
    user: body.token.user.id,
    token,
    ask(method, path, json, version) {
      const init = asking(method, token, json);
      const asked = version === undefined ? '' : `${door.version ?? ''}${version}`;
      const more = asked === '' ? {} : { 'OpenStack-API-Version': asked };
      return send(`${origins[door.service]}${door.path(projectId)}${path}`, {
        ...init,
        headers: { ...init.headers, ...more },
      });
    },
  };
}

/** A member of a project of the same name. */
export async function newcomer(
  cloud: SimulatedCloud,
  door: Door,
  { name, by }: { readonly name: string; readonly by: Caller },
): Promise<Caller> {
  const keystone = async (method: string, path: string, json?: unknown): Promise<Reply['body']> =>
    (await send(`${cloud.origins.identity}/v3${path}`, asking(method, by.token, json))).body;
  const { project } = await keystone('POST', '/projects', { project: { name } });
  const { user } = await keystone('POST', '/users', { user: { name, password: PASSWORD } });
  const { roles } = await keystone('GET', '/roles?name=member');
  await keystone('PUT', `/projects/${project.id}/users/${user.id}/roles/${roles[0].id}`);
  return logIn(cloud, door, { name, project: name });
}
