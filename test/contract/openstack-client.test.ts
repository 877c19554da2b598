import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { stringify } from 'yaml';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { UnsupportedError } from '../../src/errors/migration.ts';
import { OpenStackError } from '../../src/errors/openstack.ts';
import type { CloudConfig } from '../../src/openstack/cloud-config.ts';
import type { Cloud, Service } from '../../src/openstack/cloud.ts';
import { loadCloudConfig } from '../../src/openstack/clouds-yaml.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';

// Needs the two clouds of the lab, and OS_CLIENT_CONFIG_FILE that names them `src` and `dst`.

const resource = z.looseObject({ id: z.string() });
let source: Cloud;
let destination: Cloud;

beforeAll(async () => {
  source = await openCloud('src');
  destination = await openCloud('dst');
});

afterAll(() => {
  source.close();
  destination.close();
});

function configOf(name: string): Promise<CloudConfig> {
  return loadCloudConfig(name, { environment: process.env, workingDirectory: process.cwd() });
}

/** A cloud at the same Keystone with another login. */
async function openWith(auth: Record<string, string>, more = {}, of = 'src'): Promise<Cloud> {
  const { authUrl, region } = await configOf(of);
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-test-'));
  const file = join(directory, 'clouds.yaml');
  const settings = { region_name: region, ...more, auth: { auth_url: authUrl, ...auth } };
  await writeFile(file, stringify({ clouds: { other: settings } }));
  const cloud = await openCloud('other', { environment: { OS_CLIENT_CONFIG_FILE: file } });
  onTestFinished(async () => {
    cloud.close();
    await rm(directory, { recursive: true });
  });
  return cloud;
}

test('a password logs in, and says who and where', async () => {
  expect(await source.identity()).toMatchObject({ userName: 'admin', projectName: 'admin' });
});

test('an application credential logs in to its project', async () => {
  const { userId, projectId } = await source.identity();
  const path = `/users/${userId}/application_credentials`;
  const schema = z.looseObject({
    application_credential: z.looseObject({ id: z.string(), secret: z.string() }),
  });
  const body = { application_credential: { name: `client-test-${process.pid}-${Date.now()}` } };
  const made = await source.request('identity', { method: 'POST', path, body, schema });
  const { id, secret } = made.application_credential;
  onTestFinished(() => source.call('identity', { method: 'DELETE', path: `${path}/${id}` }));
  const cloud = await openWith({
    application_credential_id: id,
    application_credential_secret: secret,
  });
  expect(await cloud.identity()).toMatchObject({ userId, projectId });
  await cloud.call('network', { path: '/networks' });
});

test('a token logs in', async () => {
  const config = await configOf('src');
  if (config.login.type !== 'password') throw new Error('the lab logs in with passwords');
  const { id, name } = config.login.user;
  const identity = {
    methods: ['password'],
    password: {
      user: { id, name, domain: config.login.user.domain, password: config.login.password },
    },
  };
  const answer = await fetch(`${config.authUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { identity } }),
  });
  const token = answer.headers.get('x-subject-token') ?? '';
  const cloud = await openWith({ token, project_name: 'admin' }, { auth_type: 'v3token' });
  expect(await cloud.identity()).toMatchObject({ userName: 'admin', projectName: 'admin' });
});

test('a wrong password is a 401 of identity without the password in it', async () => {
  const cloud = await openWith({ username: 'admin', password: 'wr0ng', project_name: 'admin' });
  const error: unknown = await cloud.identity().catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'OpenStackError', status: 401, service: 'identity' });
  expect(String(error)).not.toContain('wr0ng');
});

test('a domain is a scope of its own', async () => {
  const config = await configOf('dst');
  const { userId } = await destination.identity();
  const password = config.login.type === 'password' ? config.login.password : '';
  const { domain } = await destination.request('identity', {
    method: 'POST',
    path: '/domains',
    body: { domain: { name: `client-test-${process.pid}-${Date.now()}` } },
    schema: z.looseObject({ domain: resource }),
  });
  const path = `/domains/${domain.id}`;
  onTestFinished(async () => {
    const body = { domain: { enabled: false } };
    await destination.call('identity', { method: 'PATCH', path, body });
    await destination.call('identity', { method: 'DELETE', path });
  });
  for await (const { id } of destination.list('identity', {
    path: '/roles',
    key: 'roles',
    schema: resource,
    query: { name: 'admin' },
  })) {
    await destination.call('identity', {
      method: 'PUT',
      path: `${path}/users/${userId}/roles/${id}`,
    });
  }
  const cloud = await openWith({ user_id: userId, password, domain_id: domain.id }, {}, 'dst');
  const identity = await cloud.identity();
  expect(identity).toMatchObject({ userId, roles: expect.arrayContaining(['admin']) as unknown });
  expect(identity.projectId).toBeUndefined();
});

const lists: [Service, string, string][] = [
  ['compute', '/servers/detail', 'servers'],
  ['compute', '/flavors', 'flavors'],
  ['volume', '/volumes/detail', 'volumes'],
  ['network', '/ports', 'ports'],
  ['image', '/images', 'images'],
  ['identity', '/users', 'users'],
];

test.each(lists)('%s %s: small pages give what one page gives', async (service, path, key) => {
  const query = { all_tenants: service === 'compute' || service === 'volume' ? 1 : undefined };
  const read = async (pageSize?: number): Promise<string[]> => {
    const ids: string[] = [];
    const size = pageSize === undefined ? {} : { pageSize };
    for await (const { id } of source.list(service, {
      path,
      key,
      schema: resource,
      query,
      ...size,
    })) {
      ids.push(id);
    }
    return ids.toSorted();
  };
  // Others work on the same cloud: what was there all the time is there once. Where the last of a page was removed, all is read again.
  await expect
    .poll(
      async () => {
        const [before, small, after] = [await read(), await read(2), await read()];
        const stable = before.filter((id) => after.includes(id));
        expect(small).toEqual([...new Set(small)]);
        expect(small).toEqual(expect.arrayContaining(stable));
        return stable.length;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(2);
});

const absent: [Service, string][] = [
  ['compute', '/servers/00000000-0000-4000-8000-000000000000'],
  ['network', '/networks/00000000-0000-4000-8000-000000000000'],
  ['image', '/images/00000000-0000-4000-8000-000000000000'],
  ['volume', '/volumes/00000000-0000-4000-8000-000000000000'],
  ['identity', '/users/0123456789abcdef0123456789abcdef'],
];

test.each(absent)(
  '%s: a 404 has the words and the request id of the service',
  async (service, path) => {
    const error: unknown = await source.call(service, { path }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(OpenStackError);
    const { status, requestId, detail } = error as OpenStackError;
    expect(status).toBe(404);
    expect(requestId).toMatch(/^req-/);
    expect(detail).toMatch(/0000|0123456789abcdef/);
    expect(detail).not.toContain('<');
  },
);

test.each([
  ['compute', '2.999', /it offers 2\.1 to 2\.\d+/],
  ['volume', '3.999', /it offers 3\.0 to 3\.\d+/],
] as const)('%s: microversion %s is unsupported', async (service, microversion, offer) => {
  const asked = source.call(service, { path: '/limits', microversion });
  await expect(asked).rejects.toThrow(UnsupportedError);
  await expect(asked).rejects.toThrow(offer);
});

test.each(['2.1', '2.93'])('compute answers in microversion %s', async (microversion) => {
  const schema = z.looseObject({ flavors: z.array(resource) });
  const asked = source.request('compute', { path: '/flavors/detail', microversion, schema });
  expect((await asked).flavors.length).toBeGreaterThan(0);
});

test('every service says where it is', async () => {
  const services: Service[] = ['identity', 'compute', 'image', 'network', 'volume'];
  for (const service of services) {
    expect((await source.versions(service))?.endpoint).toMatch(/^http/);
  }
});

test('another project has its own volumes and its own servers', async () => {
  const schema = z.looseObject({ id: z.string(), name: z.string() });
  const projects = source.list('identity', { path: '/projects', key: 'projects', schema });
  const { projectId } = await source.identity();
  const ids: string[] = [];
  for await (const { id } of projects) ids.push(id);
  expect(ids).toContain(projectId);
  const own = source.inProject(projectId ?? '');
  expect((await own.identity()).projectId).toBe(projectId);
  await own.call('volume', { path: '/volumes' });
});

test('bytes go up and come down, and a second upload is refused', async () => {
  const body = { name: `client-test-${process.pid}`, disk_format: 'raw', container_format: 'bare' };
  const made = await destination.request('image', {
    method: 'POST',
    path: '/images',
    body,
    schema: resource,
  });
  onTestFinished(() => destination.call('image', { method: 'DELETE', path: `/images/${made.id}` }));
  const path = `/images/${made.id}/file`;
  const bytes = Buffer.alloc(3_000_000, 'pumphouse');
  await destination.upload('image', { path, body: Readable.from([bytes]) });
  const { stream, size } = await destination.download('image', { path });
  expect(size).toBe(bytes.length);
  expect((await buffer(stream)).equals(bytes)).toBe(true);
  const again = destination.upload('image', { path, body: Readable.from([bytes]) });
  await expect(again).rejects.toMatchObject({ status: 409, detail: /not allowed/ });
});
