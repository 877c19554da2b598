import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Lab } from './lab.ts';

/** An enabled domain, gone at the end with what is in it; answers its id. */
export async function makeDomain(lab: Lab, cloud: Cloud, name: string): Promise<string> {
  const id = await lab.make(cloud, 'identity', { path: '/domains', body: { domain: { name } } });
  lab.atEnd(() => disable(cloud, id));
  return id;
}

/** Keystone deletes no enabled domain. */
function disable(cloud: Cloud, id: string): Promise<void> {
  return cloud.call('identity', {
    method: 'PATCH',
    path: `/domains/${id}`,
    body: { domain: { enabled: false } },
  });
}

export function makeUser(
  lab: Lab,
  cloud: Cloud,
  user: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = { user: { domain_id: 'default', ...user } };
  return lab.make(cloud, 'identity', { path: '/users', body });
}

export function makeRole(
  lab: Lab,
  cloud: Cloud,
  role: Readonly<Record<string, unknown>>,
): Promise<string> {
  return lab.make(cloud, 'identity', { path: '/roles', body: { role } });
}

export function makeGroup(
  lab: Lab,
  cloud: Cloud,
  group: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = { group: { domain_id: 'default', ...group } };
  return lab.make(cloud, 'identity', { path: '/groups', body });
}

/** The id of a role that Keystone's bootstrap makes. */
export async function roleNamed(cloud: Cloud, name: string): Promise<string> {
  const { roles } = await cloud.request('identity', {
    path: `/roles?name=${name}`,
    schema: z.object({ roles: z.array(z.looseObject({ id: z.string() })) }),
  });
  return roles[0]?.id ?? '';
}

/** What a person does with a login of their own: POST below `/v3` in a project. */
export async function actAs(
  cloud: Cloud,
  login: { readonly userId: string; readonly password: string; readonly project: string },
): Promise<(path: string, body: object) => Promise<void>> {
  const endpoint = (await cloud.versions('identity'))?.endpoint ?? '';
  const { userId: id, password, project } = login;
  const post = (path: string, body: object, token = ''): Promise<Response> =>
    fetch(`${endpoint}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Auth-Token': token },
      body: JSON.stringify(body),
    });
  const answer = await post('/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { id, password } } },
      scope: { project: { id: project } },
    },
  });
  const token = answer.headers.get('x-subject-token') ?? '';
  return async (path, body) => {
    const { ok, status } = await post(path, body, token);
    if (!ok) throw new Error(`POST ${path}: ${status}`);
  };
}
