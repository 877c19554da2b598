import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';

const PASSWORD = 'of-the-test';
let simulation: Simulation;
let origin: string;
let admin: string;
let roles: Readonly<Record<string, string>>;

beforeAll(async () => {
  const clouds = [{ name: 'source', pace: 0.01, password: PASSWORD }];
  simulation = await startSimulation({ clouds });
  origin = simulation.clouds[0]?.origins.identity ?? '';
  const login = await logIn(
    { name: 'admin', domain: { id: 'default' }, password: PASSWORD },
    { project: { name: 'admin', domain: { id: 'default' } } },
  );
  admin = login.token;
  const { body } = await ask('GET', '/roles');
  roles = Object.fromEntries(body.roles.map((role: Named) => [role.name, role.id]));
});
afterAll(() => simulation.close());

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // Each test reads another shape out of it.
  readonly body: ReturnType<typeof JSON.parse>;
}

async function ask(method: string, path: string, body?: unknown, token = admin): Promise<Reply> {
  const answer = await fetch(`${origin}/v3${path}`, {
    method,
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type') === 'application/json';
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

async function logIn(user: unknown, scope?: unknown): Promise<Reply & { readonly token: string }> {
  const identity = { methods: ['password'], password: { user } };
  const auth = { identity, ...(scope !== undefined && { scope }) };
  const reply = await ask('POST', '/auth/tokens', { auth }, '');
  return { ...reply, token: reply.headers.get('x-subject-token') ?? '' };
}

let made = 0;

async function makeProject(attributes: object = {}): Promise<string> {
  made += 1;
  const project = { name: `project-${made}`, ...attributes };
  return (await ask('POST', '/projects', { project })).body.project.id;
}

/** With the role `member` in the project. */
async function makeUser(projectId: string): Promise<string> {
  made += 1;
  const user = { name: `user-${made}`, password: 'pass' };
  const { id } = (await ask('POST', '/users', { user })).body.user;
  await ask('PUT', `/projects/${projectId}/users/${id}/roles/${roles['member']}`);
  return id;
}

test('a login answers roles with those they imply, and a catalog of every service', async () => {
  const { status, body } = await logIn(
    { name: 'admin', domain: { name: 'Default' }, password: PASSWORD },
    { project: { name: 'admin', domain: { name: 'Default' } } },
  );
  expect(status).toBe(201);
  const { token } = body;
  expect(token.roles.map(({ name }: Named) => name).toSorted()).toEqual([
    'admin',
    'member',
    'reader',
  ]);
  const catalog: { type: string; endpoints: { interface: string; url: string }[] }[] =
    token.catalog;
  expect(catalog.map(({ type }) => type).toSorted()).toEqual(
    ['compute', 'identity', 'image', 'network', 'volumev3'].toSorted(),
  );
  for (const { endpoints } of catalog) {
    expect(endpoints.map((each) => each.interface).toSorted()).toEqual([
      'admin',
      'internal',
      'public',
    ]);
    expect(endpoints.every(({ url }) => url.startsWith('http://127.0.0.1:'))).toBe(true);
    expect(endpoints.some(({ url }) => url.includes('('))).toBe(false);
  }
});

test('a wrong password is a 401 that says where to log in', async () => {
  const { status, headers, body } = await logIn({
    name: 'admin',
    domain: { id: 'default' },
    password: 'wrong',
  });
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe(`Keystone uri="${origin}/v3"`);
  expect(body.error).toEqual({
    code: 401,
    message: 'The request you have made requires authentication.',
    title: 'Unauthorized',
  });
});

test('bodies that are no login are refused, not crashed on', async () => {
  const bodies = [
    [],
    'x',
    {},
    { auth: 1 },
    { auth: { identity: {} } },
    { auth: { identity: { methods: 'password' } } },
    { auth: { identity: { methods: [5] } } },
    { auth: { identity: { methods: ['password'], password: { user: { id: 5 } } } } },
    { auth: { identity: { methods: ['password'], password: { user: {} } } } },
    { auth: { identity: { methods: ['application_credential'], application_credential: {} } } },
  ];
  for (const body of bodies) {
    expect([JSON.stringify(body), (await ask('POST', '/auth/tokens', body)).status]).toEqual([
      JSON.stringify(body),
      400,
    ]);
  }
});

test('a project keeps attributes it does not know, with colons made underscores', async () => {
  const id = await makeProject({ 'pumphouse:source': 'abc', tags: ['b', 'a'] });
  const { project } = (await ask('GET', `/projects/${id}`)).body;
  expect(project).toMatchObject({ pumphouse_source: 'abc', tags: ['a', 'b'], is_domain: false });
});

test('a name is there once in a domain, whatever its case', async () => {
  const id = await makeProject();
  const { name } = (await ask('GET', `/projects/${id}`)).body.project;
  const again = { project: { name: name.toUpperCase() } };
  expect(await ask('POST', '/projects', again)).toMatchObject({ status: 409 });
});

test('a tag that is there is refused when it is set again', async () => {
  const id = await makeProject();
  const path = `/projects/${id}/tags/${encodeURIComponent('a:b=c')}`;
  expect(await ask('PUT', path)).toMatchObject({ status: 201, body: '' });
  const again = await ask('PUT', path);
  expect(again.status).toBe(400);
  expect(again.body.error.message).toMatch(/^\['a:b=c', 'a:b=c'\] has non-unique elements/);
  expect(await ask('DELETE', path)).toMatchObject({ status: 204 });
  expect(await ask('GET', path)).toMatchObject({ status: 404 });
});

test('a filter that Keystone does not know is ignored', async () => {
  const id = await makeProject();
  const { projects } = (await ask('GET', '/projects?weird=1')).body;
  expect(projects.map((project: Named) => project.id)).toContain(id);
});

test('a project above another can be neither deleted nor disabled', async () => {
  const above = await makeProject();
  const below = await makeProject({ parent_id: above });
  expect(await ask('DELETE', `/projects/${above}`)).toMatchObject({ status: 403 });
  const disable = { project: { enabled: false } };
  expect(await ask('PATCH', `/projects/${above}`, disable)).toMatchObject({ status: 403 });
  await ask('DELETE', `/projects/${below}`);
  expect(await ask('DELETE', `/projects/${above}`)).toMatchObject({ status: 204 });
});

test('a domain answers as a project, and goes with all that is in it once it is disabled', async () => {
  const { domain } = (await ask('POST', '/domains', { domain: { name: 'shop' } })).body;
  const inside = await makeProject({ domain_id: domain.id });
  const shown = (await ask('GET', `/projects/${domain.id}`)).body.project;
  expect(shown).toMatchObject({ is_domain: true, domain_id: null, parent_id: null });
  expect(await ask('DELETE', `/domains/${domain.id}`)).toMatchObject({ status: 403 });
  await ask('PATCH', `/domains/${domain.id}`, { domain: { enabled: false } });
  expect(await ask('DELETE', `/domains/${domain.id}`)).toMatchObject({ status: 204 });
  expect(await ask('GET', `/projects/${inside}`)).toMatchObject({ status: 404 });
});

test('who has lost the last role keeps a token without roles, and gets no new one', async () => {
  const project = await makeProject();
  const user = await makeUser(project);
  const scope = { project: { id: project } };
  const { token } = await logIn({ id: user, password: 'pass' }, scope);
  expect(simulation.clouds[0]?.identity.token(token)?.roles.toSorted()).toEqual([
    'member',
    'reader',
  ]);
  await ask('DELETE', `/projects/${project}/users/${user}/roles/${roles['member']}`);
  expect(simulation.clouds[0]?.identity.token(token)?.roles).toEqual([]);
  expect((await logIn({ id: user, password: 'pass' }, scope)).status).toBe(401);
});

test('a disabled user, a new password, a disabled project and a fault end a token', async () => {
  const ends: ((user: string, project: string, token: string) => unknown)[] = [
    (user) => ask('PATCH', `/users/${user}`, { user: { enabled: false } }),
    (user) => ask('PATCH', `/users/${user}`, { user: { password: 'other' } }),
    (_, project) => ask('PATCH', `/projects/${project}`, { project: { enabled: false } }),
    (_, __, token) => simulation.clouds[0]?.identity.expire(token),
  ];
  for (const end of ends) {
    const project = await makeProject();
    const user = await makeUser(project);
    const { token } = await logIn({ id: user, password: 'pass' }, { project: { id: project } });
    expect((await ask('GET', `/users/${user}`, undefined, token)).status).toBe(200);
    await end(user, project, token);
    expect((await ask('GET', `/users/${user}`, undefined, token)).status).toBe(401);
  }
});

test('effective assignments are those of groups, of projects above and of implied roles', async () => {
  const above = await makeProject();
  const below = await makeProject({ parent_id: above });
  const user = await makeUser(await makeProject());
  const { group } = (await ask('POST', '/groups', { group: { name: 'staff' } })).body;
  await ask('PUT', `/groups/${group.id}/users/${user}`);
  await ask(
    'PUT',
    `/OS-INHERIT/projects/${above}/groups/${group.id}/roles/${roles['member']}/inherited_to_projects`,
  );
  const query = `user.id=${user}&scope.project.id=${below}`;
  const plain = await ask('GET', `/role_assignments?${query}`);
  expect(plain.body.role_assignments).toEqual([]);
  const { body } = await ask('GET', `/role_assignments?${query}&effective&include_names`);
  const names = body.role_assignments.map(({ role }: { role: Named }) => role.name);
  expect(names.toSorted()).toEqual(['member', 'reader']);
  expect(body.role_assignments[0].links.membership).toBe(
    `${origin}/v3/groups/${group.id}/users/${user}`,
  );
});

test('who is no administrator sees oneself and the own project only', async () => {
  const project = await makeProject();
  const user = await makeUser(project);
  const { token } = await logIn({ id: user, password: 'pass' }, { project: { id: project } });
  const status = async (path: string): Promise<number> =>
    (await ask('GET', path, undefined, token)).status;
  expect(await status(`/projects/${project}`)).toBe(200);
  expect(await status(`/users/${user}/projects`)).toBe(200);
  const refused = await ask('GET', '/projects', undefined, token);
  expect(refused.body.error.message).toBe(
    'You are not authorized to perform the requested action: identity:list_projects.',
  );
  expect(await status('/projects/nope')).toBe(403);
});

test('an application credential shows its secret once, and takes no scope', async () => {
  const { id } = (await ask('GET', '/users?name=admin')).body.users[0];
  const path = `/users/${id}/application_credentials`;
  const body = { application_credential: { name: 'once', roles: [{ name: 'reader' }] } };
  const { application_credential: made } = (await ask('POST', path, body)).body;
  const shown = (await ask('GET', `${path}/${made.id}`)).body.application_credential;
  expect(shown).not.toHaveProperty('secret');
  const identity = {
    methods: ['application_credential'],
    application_credential: { id: made.id, secret: made.secret },
  };
  const login = await ask('POST', '/auth/tokens', { auth: { identity } });
  expect(login.body.token.roles).toEqual([{ id: roles['reader'], name: 'reader' }]);
  const scoped = await ask('POST', '/auth/tokens', { auth: { identity, scope: 'unscoped' } });
  expect(scoped.status).toBe(401);
});
