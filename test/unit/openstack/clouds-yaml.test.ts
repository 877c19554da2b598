import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors/migration.ts';
import type { CloudConfig } from '../../../src/openstack/cloud-config.ts';
import { loadCloudConfig } from '../../../src/openstack/clouds-yaml.ts';
import { temporaryDirectory } from './local-cloud.ts';

interface Place {
  readonly files?: Readonly<Record<string, string>>;
  /** `@` stands for the temporary directory. */
  readonly environment?: Readonly<Record<string, string>>;
}

async function load(name: string, { files = {}, environment = {} }: Place): Promise<CloudConfig> {
  const root = await temporaryDirectory();
  for (const directory of ['work', 'home/.config/openstack', 'xdg/openstack']) {
    await mkdir(join(root, directory), { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text);
  const entries = Object.entries({ HOME: '@/home', ...environment });
  return loadCloudConfig(name, {
    environment: Object.fromEntries(entries.map(([key, value]) => [key, value.replace('@', root)])),
    workingDirectory: join(root, 'work'),
  });
}

async function messageOf(name: string, place: Place): Promise<string> {
  const error: unknown = await load(name, place).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UsageError);
  return (error as Error).message;
}

const cloud = (host: string): string => `clouds:
  one:
    auth:
      auth_url: http://${host}:5000/v3
      username: op
      password: secret
      project_name: p
`;

test('the working directory comes before the home, XDG_CONFIG_HOME between them, a named file first', async () => {
  const files = {
    'named.yaml': cloud('named'),
    'work/clouds.yaml': cloud('work'),
    'xdg/openstack/clouds.yml': cloud('xdg'),
    'home/.config/openstack/clouds.yaml': cloud('home'),
  };
  const hosts: string[] = [];
  const places: Place[] = [
    { files, environment: { OS_CLIENT_CONFIG_FILE: '@/named.yaml', XDG_CONFIG_HOME: '@/xdg' } },
    { files, environment: { OS_CLIENT_CONFIG_FILE: '@/not-there', XDG_CONFIG_HOME: '@/xdg' } },
    {
      files: { ...files, 'work/clouds.yaml': '' },
      environment: { OS_CLIENT_CONFIG_FILE: '@/xdg/openstack/clouds.yml' },
    },
    { files: { 'home/.config/openstack/clouds.yaml': cloud('home') } },
  ];
  for (const place of places) hosts.push(new URL((await load('one', place)).authUrl).hostname);
  expect(hosts).toEqual(['named', 'work', 'xdg', 'home']);
});

test('secure.yaml wins over clouds.yaml, clouds.yaml over the profile', async () => {
  const config = await load('one', {
    files: {
      'work/clouds-public.yaml':
        'public-clouds: {vendor: {region_name: R, interface: internal, auth: {auth_url: "http://vendor/v3"}}}',
      'work/clouds.yaml':
        'clouds: {one: {profile: vendor, interface: admin, auth: {username: op, password: wrong, project_id: p1}}}',
      'work/secure.yaml': 'clouds: {one: {auth: {password: right}}}',
    },
  });
  expect(config).toMatchObject({
    authUrl: 'http://vendor/v3',
    region: 'R',
    interface: 'admin',
    login: { password: 'right' },
    scope: { type: 'project', project: { id: 'p1' } },
  });
});

test("Keystone's database is named in secure.yaml", async () => {
  const config = await load('one', {
    files: {
      'work/clouds.yaml': cloud('h'),
      'work/secure.yaml':
        'clouds: {one: {keystone_database: "mysql+pymysql://k:p@db1/keystone?ssl_ca=/ca.pem"}}',
    },
  });
  expect(config.identityDatabase).toMatchObject({
    dialect: 'mysql',
    host: 'db1',
    tls: { mode: 'verify-identity', caFile: '/ca.pem' },
  });
});

test('secure and vendor files may be named by the environment', async () => {
  const config = await load('one', {
    files: {
      'v.yaml': 'public-clouds: {vendor: {auth: {auth_url: "http://vendor/v3"}}}',
      'work/clouds.yaml': 'clouds: {one: {profile: vendor, auth: {username: op}}}',
      's.yaml': 'clouds: {one: {auth: {password: right}}}',
    },
    environment: { OS_CLIENT_VENDOR_FILE: '@/v.yaml', OS_CLIENT_SECURE_FILE: '@/s.yaml' },
  });
  expect(config).toMatchObject({ authUrl: 'http://vendor/v3', login: { password: 'right' } });
});

const variables = {
  OS_AUTH_URL: 'http://env:5000',
  OS_USERNAME: 'op',
  OS_PASSWORD: '1234',
  OS_PROJECT_NAME: 'p',
  OS_USER_DOMAIN_NAME: 'Users',
  OS_PROJECT_DOMAIN_ID: 'projects',
  OS_REGION_NAME: 'R',
  OS_CACERT: '/ca.pem',
};

test('OS_* variables are the cloud envvars', async () => {
  expect(await load('envvars', { environment: variables })).toEqual({
    name: 'envvars',
    authUrl: 'http://env:5000',
    login: { type: 'password', user: { name: 'op', domain: { name: 'Users' } }, password: '1234' },
    scope: { type: 'project', project: { name: 'p', domain: { id: 'projects' } } },
    region: 'R',
    interface: 'public',
    endpointOverrides: {},
    tls: { verify: true, caFile: '/ca.pem' },
  });
});

test('OS_CLOUD_NAME renames the cloud of the variables', async () => {
  const environment = { ...variables, OS_CLOUD_NAME: 'mine' };
  expect((await load('mine', { environment })).authUrl).toBe('http://env:5000');
  await expect(load('envvars', { environment })).rejects.toThrow("no cloud 'envvars'");
});

test('OS_* variables do not change a named cloud', async () => {
  const config = await load('one', {
    files: { 'work/clouds.yaml': cloud('file') },
    environment: variables,
  });
  expect(config).toMatchObject({ authUrl: 'http://file:5000/v3', region: undefined });
});

test('variables that only choose a cloud make none', async () => {
  const environment = { OS_CLOUD: 'one', OS_REGION_NAME: 'R' };
  await expect(load('envvars', { environment })).rejects.toThrow("no cloud 'envvars'");
});

const withAuth = (auth: string, more = ''): Place => ({
  files: { 'work/clouds.yaml': `clouds: {one: {${more} auth: {auth_url: "http://h", ${auth}}}}` },
});

test.each([
  [
    'application_credential_id: ac, application_credential_secret: s',
    { type: 'application credential', id: 'ac', secret: 's' },
  ],
  [
    'application_credential_name: ac, application_credential_secret: s, username: op',
    { type: 'application credential', name: 'ac', user: { name: 'op', domain: { id: 'default' } } },
  ],
  ['token: t', { type: 'token', token: 't' }],
  ['user_id: u1, password: 12', { type: 'password', user: { id: 'u1' }, password: '12' }],
  [
    'username: op, password: p, domain_name: D',
    { type: 'password', user: { name: 'op', domain: { name: 'D' } } },
  ],
])('the login of {%s} is inferred', async (auth, login) => {
  expect((await load('one', withAuth(auth))).login).toMatchObject(login);
});

test.each([
  ['project_id: p1', { type: 'project', project: { id: 'p1' } }],
  [
    'tenant_name: p, domain_id: d',
    { type: 'project', project: { name: 'p', domain: { id: 'd' } } },
  ],
  ['domain_name: D', { type: 'domain', domain: { name: 'D' } }],
  ['user_domain_name: D', { type: 'unstated' }],
])('the scope of {%s}', async (auth, scope) => {
  const config = await load('one', withAuth(`username: op, password: p, ${auth}`));
  expect(config.scope).toEqual(scope);
});

test('a region of a list brings its own values', async () => {
  const regions = 'regions: [{name: A, values: {interface: internal}}, B],';
  const config = await load('one', withAuth('username: op, password: p', regions));
  expect(config).toMatchObject({ region: 'A', interface: 'internal' });
});

test('overrides, interface and TLS are read', async () => {
  const more = [
    'block-storage-endpoint-override: "http://v"',
    'image_endpoint_override: "http://i"',
    'endpoint_type: internalURL',
    'verify: false',
    'api_timeout: 2.5',
    'cacert: ~/ca.pem',
    'cert: c.pem',
  ];
  const config = await load('one', withAuth('token: t', `${more.join(', ')},`));
  expect(config).toMatchObject({
    endpointOverrides: { volume: 'http://v', image: 'http://i' },
    interface: 'internal',
    tls: { verify: false },
    timeoutMs: 2500,
  });
  expect(config.tls.caFile).toMatch(/home\/ca\.pem$/);
  expect(config.tls.certificateFile).toMatch(/work\/c\.pem$/);
});

test.each<[string, string, RegExp]>([
  [
    'bad indentation',
    'clouds:\n  one:\n    auth: {password: s3cret\n  two: 1\n',
    /clouds\.yaml:\d: this is not YAML/,
  ],
  [
    'a bare asterisk',
    'clouds:\n  one:\n    password: *s3cret\n',
    /clouds\.yaml:3: .*put it into quotes/,
  ],
  ['no mapping', '- one\n', /clouds\.yaml:1: expected a mapping/],
  ['an empty cloud', 'clouds:\n  one:\n', /clouds\.yaml:2: expected a mapping with 'auth'/],
  [
    'another cloud',
    'clouds:\n  two: {}\n',
    /clouds\.yaml:1: there is no cloud 'one', there are: two/,
  ],
  [
    'no auth_url',
    'clouds:\n  two: {}\n  one:\n    auth: {username: op}\n',
    /clouds\.yaml:3: .*auth_url is missing: add/,
  ],
  [
    'no URL',
    'clouds:\n  one:\n    auth:\n      auth_url: nonsense\n',
    /clouds\.yaml:4: .*no http\(s\) URL/,
  ],
  [
    'a timeout that is no number',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", token: t}\n    api_timeout: soon\n',
    /clouds\.yaml:4: .*api_timeout 'soon' is no number of seconds/,
  ],
  [
    'an unknown type',
    'clouds:\n  one:\n    auth_type: v3oidc\n    auth: {auth_url: "http://h"}\n',
    /clouds\.yaml:3: .*auth_type 'v3oidc' is not supported: use/,
  ],
  [
    'no password',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", username: op}\n',
    /clouds\.yaml:2: .*needs 'password': add it/,
  ],
  [
    'a system scope',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", token: t}\n    system_scope: all\n',
    /clouds\.yaml:4: .*name a project/,
  ],
  [
    'a wrong interface',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", token: t}\n    interface: pubic\n',
    /clouds\.yaml:4: .*use public/,
  ],
  [
    'a wrong override',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", token: t}\n    image_endpoint_override: x\n',
    /clouds\.yaml:4: .*is no URL/,
  ],
  [
    'a wrong database',
    'clouds:\n  one:\n    auth: {auth_url: "http://h", token: t}\n    keystone_database: sqlite://k:s3cret@h/k\n',
    /clouds\.yaml:4: .*keystone_database is wrong: it is no URL of the form mysql\+pymysql:.*; copy/,
  ],
])('%s is told with its line and never with a secret', async (_what, text, expected) => {
  const message = await messageOf('one', { files: { 'work/clouds.yaml': text } });
  expect(message).toMatch(expected);
  expect(message).not.toContain('s3cret');
});

test('without any clouds.yaml the message says where one could be', async () => {
  expect(await messageOf('one', {})).toMatch(
    /no clouds\.yaml was found; write one of .*work\/clouds\.yaml/,
  );
});

test('a mistake in the variables is told of the environment', async () => {
  const message = await messageOf('envvars', { environment: { OS_USERNAME: 'op' } });
  expect(message).toContain(
    "the environment's OS_* variables: cloud 'envvars': auth_url is missing",
  );
});
