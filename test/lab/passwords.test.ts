import { randomBytes } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { copyResource } from '../../src/activities/copy-resource.ts';
import { DatabaseError } from '../../src/errors/database.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openIdentityDatabase } from '../../src/openstack/identity-database/open.ts';
import { parseDatabaseUrl } from '../../src/openstack/identity-database/settings.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { startMariadb } from './harness/mariadb.ts';
import type { Mariadb } from './harness/mariadb.ts';
import { newOperator } from './harness/operator.ts';
import type { Operator } from './harness/operator.ts';
import { startPostgresqlKeystone } from './harness/postgresql-keystone.ts';
import type { PostgresqlKeystone } from './harness/postgresql-keystone.ts';

const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';
const RUN = `passwords-${randomBytes(4).toString('hex')}`;
const file = join(tmpdir(), `${RUN}.yaml`);
const PASSWORD = 'an-old-Password-1';

let keystone: PostgresqlKeystone;
let mariadb: Mariadb;
let clouds: Record<'src' | 'dst' | 'postgresql', Cloud>;
const undos: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  keystone = await startPostgresqlKeystone();
  mariadb = await startMariadb();
  const own = parse(await readFile(`${LAB}/clouds.yaml`, 'utf8')) as { clouds: object };
  const all = { clouds: { ...own.clouds, postgresql: keystone.entry } };
  await writeFile(file, JSON.stringify(all), { mode: 0o600 });
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  const open = (name: string): Promise<Cloud> => openCloud(name, { environment });
  clouds = { src: await open('src'), dst: await open('dst'), postgresql: await open('postgresql') };
});

afterAll(async () => {
  for (const undo of undos.toReversed()) await undo();
  for (const cloud of Object.values(clouds ?? {})) cloud.close();
  await mariadb?.close();
  await keystone?.close();
  await rm(file, { force: true });
});

async function makeUser(cloud: Cloud, name: string): Promise<string> {
  const { user } = await cloud.request('identity', {
    method: 'POST',
    path: '/users',
    body: { user: { name, domain_id: 'default', password: PASSWORD } },
    schema: z.looseObject({ user: z.looseObject({ id: z.string() }) }),
  });
  undos.push(() => kindOf('user').remove(cloud, user.id));
  return user.id;
}

async function migrate(id: string, source: Cloud, destination: Cloud): Promise<string> {
  const common = {
    id,
    source,
    destination,
    mappings: {},
    migration: RUN,
    signal: AbortSignal.timeout(60_000),
  };
  const inDomain = { ...common, ids: { 'domain/default': 'default' } };
  const { destinationId } = await copyResource({ ...inDomain, kind: kindOf('user') });
  undos.push(() => kindOf('user').remove(destination, destinationId));
  const ids = { [`user/${id}`]: destinationId };
  const password = { ...common, kind: kindOf('user-password'), ids };
  // Two at once, as after a lost answer: there is one row.
  await Promise.all([copyResource(password), copyResource(password)]);
  expect(await copyResource(password)).toMatchObject({ action: 'reused', concerns: [] });
  return destinationId;
}

async function statusOfLogin(cloud: Cloud, id: string, password: string): Promise<number> {
  const endpoint = (await cloud.versions('identity'))?.endpoint ?? '';
  const answer = await fetch(`${endpoint.replace(/\/v3\/?$/, '')}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password: { user: { id, password } } } },
    }),
  });
  return answer.status;
}

test.each<['src' | 'postgresql', 'dst' | 'postgresql']>([
  ['src', 'dst'],
  ['src', 'postgresql'],
  ['postgresql', 'dst'],
])('a user of %s logs in to %s with the old password, and with no other', async (from, to) => {
  const id = await makeUser(clouds[from], `${RUN}-${from}-${to}`);
  const copy = await migrate(id, clouds[from], clouds[to]);
  expect(await statusOfLogin(clouds[to], copy, PASSWORD)).toBe(201);
  expect(await statusOfLogin(clouds[to], copy, 'another')).toBe(401);
});

/** `taken`, or why not. */
async function fateOf(url: string): Promise<string> {
  const database = openIdentityDatabase('any', parseDatabaseUrl(url));
  try {
    const state = await database.state();
    return (await state.mayInsert()) ? 'taken' : 'taken for reading';
  } catch (error) {
    return error instanceof DatabaseError ? error.problem : String(error);
  } finally {
    database.close();
  }
}

test.each([
  ['?sslmode=disable', 'refused'],
  ['?sslmode=require', 'taken'],
  ['?sslmode=verify-ca&sslrootcert=CA', 'taken'],
  ['?sslmode=verify-full&sslrootcert=CA', 'taken'],
  ['?sslmode=verify-full', 'untrusted'],
])('PostgreSQL over TLS with %s is %s', async (options, fate) => {
  expect(await fateOf(keystone.url(options.replace('CA', keystone.caFile)))).toBe(fate);
});

test.each([
  ['reader', '', 'refused'],
  ['reader', '?ssl=true', 'taken for reading'],
  ['writer', '?ssl_mode=REQUIRED', 'taken'],
  ['writer', '?ssl_ca=CA', 'taken'],
  ['writer', '?ssl_ca=CA&ssl_check_hostname=false', 'taken'],
  ['writer', '?ssl_ca=OTHER', 'untrusted'],
  ['writer', '?ssl_mode=VERIFY_IDENTITY', 'untrusted'],
  ['stranger', '?ssl=true', 'refused'],
  ['blind', '?ssl=true', 'unknown-schema'],
])('MariaDB over TLS as %s with %s is %s', async (user, options, fate) => {
  const files = options.replace('CA', mariadb.caFile).replace('OTHER', keystone.caFile);
  expect(await fateOf(mariadb.url(user, files))).toBe(fate);
});

test('SELECT, INSERT and DELETE suffice to copy and to remove a password', async () => {
  const database = openIdentityDatabase(
    'any',
    parseDatabaseUrl(mariadb.url('writer', '?ssl=true')),
  );
  const row = { hash: () => '$2b$04$x', created: 1n, expires: 2n, selfService: true };
  await database.insertPassword('somebody', row);
  expect(await database.newestPassword('somebody')).toMatchObject({
    created: 1n,
    expires: 2n,
    selfService: true,
  });
  expect(await database.removePassword('somebody')).toBe(true);
  expect(await database.newestPassword('somebody')).toBeUndefined();
  database.close();
});

describe('a whole migration', () => {
  let operator: Operator;
  beforeAll(async () => {
    operator = await newOperator(17633);
  });
  afterAll(() => operator?.end());

  test('of users brings their passwords, and leaves no hash in history, log, database or report', async () => {
    const name = `${RUN}-whole`;
    const id = await makeUser(clouds.src, name);
    const row = await clouds.src.identityDatabase()?.newestPassword(id);
    const hash = row?.hash() ?? '';
    expect(hash).toMatch(/^\$2b\$/);
    const spec = join(operator.folder, 'spec.json');
    const include = [{ kind: ['user'], name: [name] }];
    const migration = { name: RUN, source: 'src', destination: 'dst', strategy: 'all', include };
    await writeFile(spec, JSON.stringify(migration));
    const actions = async (): Promise<unknown> => {
      const { stdout, code } = await operator.pumphouse('plan', '-f', spec, '-o', 'json');
      expect(code, stdout).toBe(0);
      const { items } = JSON.parse(stdout) as { items: { kind: string; action: string }[] };
      return items.map(({ kind, action }) => [kind, action]);
    };
    expect(await actions()).toEqual([
      ['domain', 'reuse'],
      ['user', 'create'],
      ['user-password', 'create'],
    ]);
    await operator.startWorker();
    const done = await operator.pumphouse('migrate', '-f', spec, '--watch');
    expect(done.code, done.stderr).toBe(0);
    await operator.pumphouse('status', RUN);
    await operator.pumphouse('status', RUN, '-o', 'json');

    const copy = await idOf(clouds.dst, name);
    undos.push(() => kindOf('user').remove(clouds.dst, copy));
    expect(await statusOfLogin(clouds.dst, copy, PASSWORD)).toBe(201);
    expect(await statusOfLogin(clouds.dst, copy, 'another')).toBe(401);
    expect(await actions()).toEqual([
      ['domain', 'reuse'],
      ['user', 'reuse'],
      ['user-password', 'reuse'],
    ]);

    // The state folder holds Temporal's own database, histories and all.
    const state = await contents(join(operator.folder, 'state'));
    expect(state).toContain(name);
    const salt = hash.split('$')[3] ?? '';
    for (const secret of [hash, salt.slice(0, 22), salt.slice(22), PASSWORD, 'lab-password']) {
      for (const text of [operator.logs(), state]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(btoa(secret).slice(0, -4));
      }
    }
  });
});

async function idOf(cloud: Cloud, name: string): Promise<string> {
  const user = z.looseObject({ id: z.string() });
  const { users } = await cloud.request('identity', {
    path: '/users',
    query: { name },
    schema: z.looseObject({ users: z.tuple([user]) }),
  });
  return users[0].id;
}

/** Every file below a folder, byte for byte. */
async function contents(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')),
  );
  return texts.join('\n');
}
