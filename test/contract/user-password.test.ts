import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closureOf } from '../../src/activities/closure.ts';
import type { Copied } from '../../src/activities/copy-resource.ts';
import { toFailure } from '../../src/activities/failure.ts';
import { describeDifferences, differences } from '../../src/activities/match.ts';
import { identityDatabases } from '../../src/activities/preflight/identity-databases.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openIdentityDatabase } from '../../src/openstack/identity-database/open.ts';
import { userPassword } from '../../src/resources/user-password/index.ts';
import { user } from '../../src/resources/user/index.ts';
import type { ResourceKind } from '../../src/resources/resource-kind.ts';
import { openIdentityDatabases } from './identity-databases.ts';
import type { Side } from './identity-databases.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { describeKind, existing } from './resource-kind.suite.ts';

const databases = await openIdentityDatabases();
afterAll(() => databases.close());

const OLD = 'old-Password-1';
const NEVER = '2019-05-17 08:00:01';
const LATER = '2039-05-17 08:00:02';

/** A user of the source; its password is long in use, expires in years and is one that the user chose. */
async function makeUser(lab: Lab, name = lab.run): Promise<string> {
  const body = { user: { name, domain_id: 'default', password: OLD } };
  const id = await lab.make(lab.source, 'identity', { path: '/users', body });
  await databases.src.send(
    `UPDATE password SET created_at = ?, created_at_int = ?, expires_at = ?, expires_at_int = ?, self_service = ?
      WHERE local_user_id = (SELECT id FROM local_user WHERE user_id = ?)`,
    [NEVER, `${microseconds(NEVER)}`, LATER, `${microseconds(LATER)}`, '1', id],
  );
  return id;
}

function microseconds(date: string): number {
  return Date.parse(`${date.replace(' ', 'T')}Z`) * 1000 + 345_678;
}

async function hashOf(side: Side, id: string): Promise<string> {
  const [row] = await side.send(
    `SELECT password_hash FROM password WHERE local_user_id = (SELECT id FROM local_user WHERE user_id = ?)`,
    [id],
  );
  return String(row?.['password_hash']);
}

const setPassword = (cloud: Cloud, id: string, password: string): Promise<void> =>
  cloud.call('identity', {
    method: 'PATCH',
    path: `/users/${id}`,
    body: { user: { password } },
  });

describeKind({
  kind: userPassword,
  unique: true,
  pick: (lab) => makeUser(lab),
  async change(_destination, { id }) {
    await databases.dst.send(
      `UPDATE password SET expires_at_int = ? WHERE local_user_id = (SELECT id FROM local_user WHERE user_id = ?)`,
      [`${microseconds(NEVER)}`, id],
    );
    return ['expires'];
  },
  foreign: {
    fate: 'reused with a warning',
    async make(lab, { id }, translate) {
      const copy = translate('user', id);
      await setPassword(lab.destination, copy, 'foreign-Password-3');
      return copy;
    },
  },
});

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

const copyOf = (kind: ResourceKind, id: string, ids = {}): Promise<Copied> =>
  copyToLab(lab, { kind, id, ids: { 'domain/default': 'default', ...ids } });

/** Copies a user and then its password; answers the destination's id. */
async function migrate(id: string): Promise<string> {
  const { destinationId } = await copyOf(user, id);
  lab.atEnd(() => user.remove(lab.destination, destinationId));
  await copyOf(userPassword, id, { [`user/${id}`]: destinationId });
  return destinationId;
}

async function statusOfLogin(side: Side, id: string, password: string): Promise<number> {
  const answer = await fetch(`${side.config.authUrl}/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password: { user: { id, password } } } },
    }),
  });
  return answer.status;
}

test('a migrated user logs in with the old password, and with no other', async () => {
  const copy = await migrate(await makeUser(lab, `${lab.run}-login`));
  expect(await statusOfLogin(databases.dst, copy, OLD)).toBe(201);
  expect(await statusOfLogin(databases.dst, copy, 'wrong-Password-9')).toBe(401);
});

test('its dates and flags come along', async () => {
  const id = await makeUser(lab, `${lab.run}-dates`);
  const copy = await existing(userPassword, lab.destination, await migrate(id));
  expect(copy.password).toMatchObject({
    created: '2019-05-17T08:00:01Z',
    expires: '2039-05-17T08:00:02Z',
    selfService: true,
  });
});

test('a user brings its password along, and says nothing of it', async () => {
  const id = await makeUser(lab, `${lab.run}-brings`);
  const resource = await existing(user, lab.source, id);
  expect(await user.companions?.(lab, resource)).toEqual([{ kind: 'user-password', id }]);
  expect(await user.concerns?.(lab.preflight(), resource)).toEqual([]);
});

test('a user without a password is made without one, and is told so in other words', async () => {
  const body = { user: { name: `${lab.run}-none`, domain_id: 'default' } };
  const id = await lab.make(lab.source, 'identity', { path: '/users', body });
  const resource = await existing(user, lab.source, id);
  expect(await user.companions?.(lab, resource)).toEqual([]);
  expect(await user.concerns?.(lab.preflight(), resource)).toMatchObject([
    { severity: 'info', code: 'user-has-no-password' },
  ]);
});

test('a hash that the destination cannot check is not copied: the user needs a new password', async () => {
  const id = await makeUser(lab, `${lab.run}-refused`);
  await databases.src.send(
    `UPDATE password SET password_hash = ? WHERE local_user_id = (SELECT id FROM local_user WHERE user_id = ?)`,
    ['$1$abcdefgh$secretsecretsecret', id],
  );
  const resource = await existing(user, lab.source, id);
  expect(await user.companions?.(lab, resource)).toEqual([]);
  expect(await user.concerns?.(lab.preflight(), resource)).toMatchObject([
    { severity: 'warning', code: 'password-hash-refused' },
  ]);
  await expect(copyOf(userPassword, id, { [`user/${id}`]: 'any' })).rejects.toThrow(
    'set a new one',
  );
});

test('the newest password counts also where it is empty or expired, never an older one', async () => {
  const id = await makeUser(lab, `${lab.run}-newest`);
  const before = await existing(userPassword, lab.source, id);
  const add = (hash: string | null, created: string) =>
    databases.src.send(
      `INSERT INTO password (local_user_id, created_at, created_at_int, expires_at_int, self_service${hash === null ? '' : ', password_hash'})
       SELECT id, '2020-01-01 00:00:00', ${created}, ${created}, ${databases.src.config.identityDatabase?.dialect === 'mysql' ? '0' : 'false'}${hash === null ? '' : `, '${hash}'`}
         FROM local_user WHERE user_id = ?`,
      [id],
    );
  await add('$2b$04$newer', '1577836800000000');
  const after = await existing(userPassword, lab.source, id);
  expect(after.password).toMatchObject({ scheme: 'bcrypt', expires: '2020-01-01T00:00:00Z' });
  expect(after.password?.value).not.toBe(before.password?.value);
  expect(await userPassword.concerns?.(lab.preflight(), after)).toMatchObject([
    { severity: 'info', code: 'password-expired' },
  ]);
  await add(null, '1577836800000001');
  expect(await userPassword.get(lab.source, id)).toBeUndefined();
});

test('a user that was there before is given no password, though it has none, and that is told', async () => {
  const id = await makeUser(lab, `${lab.run}-before`);
  const body = { user: { name: `${lab.run}-before`, domain_id: 'default' } };
  const other = await lab.make(lab.destination, 'identity', { path: '/users', body });
  const copied = await copyOf(userPassword, id, { [`user/${id}`]: other });
  expect(copied).toMatchObject({ action: 'reused', concerns: [{ code: 'reused-as-is' }] });
  expect(await userPassword.get(lab.destination, other)).toBeUndefined();
});

test('what Keystone itself made is never removed', async () => {
  const copy = await migrate(await makeUser(lab, `${lab.run}-kept`));
  await setPassword(lab.destination, copy, 'own-Password-4');
  await userPassword.remove(lab.destination, copy);
  expect(await statusOfLogin(databases.dst, copy, 'own-Password-4')).toBe(201);
});

test('neither a resource, a difference, a plan nor an error holds anything of a hash', async () => {
  const id = await makeUser(lab, `${lab.run}-silent`);
  const hash = await hashOf(databases.src, id);
  expect(hash).toMatch(/^\$\w/);
  const resource = await existing(userPassword, lab.source, id);
  const copy = await migrate(id);
  await setPassword(lab.destination, copy, 'another-Password-5');
  const changed = await existing(userPassword, lab.destination, copy);
  const ids = { [`user/${id}`]: copy };
  const told = describeDifferences(
    differences({ kind: userPassword, ids, mappings: {} }, resource, changed),
  );
  const again = await copyOf(userPassword, id, ids);
  expect(again.concerns).toMatchObject([{ code: 'changed-since' }]);
  const closure = await closureOf(
    lab,
    [{ kind: user, resource: await existing(user, lab.source, id) }],
    {},
  );
  expect([...closure.nodes.keys()]).toEqual([
    `user/${id}`,
    'domain/default',
    `user-password/${id}`,
  ]);

  const database = lab.destination.identityDatabase();
  const long = `${hash}${'x'.repeat(300)}`;
  const body = { user: { name: `${lab.run}-silent-2`, domain_id: 'default' } };
  const empty = await lab.make(lab.destination, 'identity', { path: '/users', body });
  const row = { hash: () => long, created: 1n, expires: undefined, selfService: false };
  const error: unknown = await database
    ?.insertPassword(empty, row)
    .catch((error: unknown) => error);
  expect(error).toMatchObject({ name: 'DatabaseError', problem: 'failed' });

  const all = {
    resource,
    changed,
    told,
    again,
    nodes: [...closure.nodes.values()],
    error,
    failure: toFailure(error),
  };
  const printed = `${JSON.stringify(all)} ${inspect(all, { depth: 20, showHidden: true })}`;
  expect(printed).not.toContain(hash.slice(0, 20));
  expect(printed).not.toContain(hash.slice(-20));
  expect(`${told} ${JSON.stringify(again)}`).not.toContain(resource.password?.value);
});

test('a database that does not answer is a blocker that names its host and the setting', async () => {
  const settings = databases.dst.config.identityDatabase;
  if (settings === undefined) throw new Error('no database');
  const scope = async (change: Partial<typeof settings>) => {
    const database = openIdentityDatabase('dst', { ...settings, ...change });
    const destination = { ...lab.destination, identityDatabase: () => database };
    const resource = await existing(
      user,
      lab.source,
      await makeUser(lab, `${lab.run}-${Object.keys(change).join('-')}`),
    );
    const node = { key: 'user/x', kind: user, resource, dependsOn: [], needs: [], companions: [] };
    const spec = specSchema.parse({
      name: 'x',
      source: 'src',
      destination: 'dst',
      select: { projects: ['x'] },
    });
    const found = await identityDatabases({
      source: lab.source,
      destination,
      spec,
      items: [],
      ids: {},
      nodes: new Map([['user/x', node]]),
    });
    expect(await user.companions?.({ source: lab.source, destination }, resource)).toHaveLength(
      found.some(({ severity }) => severity === 'blocker') ? 0 : 1,
    );
    database.close();
    return found;
  };
  expect(await scope({})).toEqual([]);
  const [blocker] = await scope({ port: 1 });
  expect(blocker).toMatchObject({ severity: 'blocker', code: 'identity-database-unreachable' });
  expect(blocker?.message).toContain(`${settings.host}:1/`);
  expect(blocker?.remedy).toContain('keystone_database of the cloud dst');
  expect(JSON.stringify(blocker)).not.toContain(settings.password);
});
