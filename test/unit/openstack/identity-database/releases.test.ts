import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IdentityDatabase } from '../../../../src/openstack/identity-database/identity-database.ts';
import { openIdentityDatabase } from '../../../../src/openstack/identity-database/open.ts';
import { parseDatabaseUrl } from '../../../../src/openstack/identity-database/settings.ts';

let db: PGlite;
let server: PGLiteSocketServer;

beforeAll(async () => {
  db = await PGlite.create();
  server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
}, 60_000);

afterAll(async () => {
  await server?.stop();
  await db?.close();
});

/** The columns of `password` in Keystone's releases: keystone/identity/backends/sql_model.py of each. */
const RELEASES = {
  Mitaka: 'password varchar(128)',
  Newton: `password varchar(128), created_at timestamp NOT NULL, expires_at timestamp,
    self_service boolean NOT NULL DEFAULT false`,
  Pike: `password varchar(128), password_hash varchar(255), created_at timestamp NOT NULL, expires_at timestamp,
    created_at_int bigint NOT NULL DEFAULT 0, expires_at_int bigint, self_service boolean NOT NULL DEFAULT false`,
  'one to come': `password_hash varchar(255), created_at timestamp NOT NULL, expires_at timestamp,
    created_at_int bigint NOT NULL DEFAULT 0, self_service boolean NOT NULL DEFAULT false, pepper varchar(9) NOT NULL`,
};

/** One session serves all connections, so that each test has a schema of its own. */
async function keystoneOf(release: keyof typeof RELEASES): Promise<IdentityDatabase> {
  await db.exec(`
    CREATE SCHEMA "${release}"; SET search_path TO "${release}";
    CREATE TABLE "user" (id varchar(64) PRIMARY KEY, created_at timestamp);
    CREATE TABLE local_user (id serial PRIMARY KEY, user_id varchar(64) UNIQUE, name varchar(255));
    CREATE TABLE password (id serial PRIMARY KEY, local_user_id integer, ${RELEASES[release]});
    CREATE TABLE migrate_version (repository_id varchar(250), version integer);
    INSERT INTO "user" VALUES ('old', '2017-01-01'), ('new', '2020-01-01');
    INSERT INTO local_user (user_id, name) VALUES ('old', 'Olga'), ('new', 'Nina');`);
  const port = server.getServerConn().split(':').at(-1);
  return openIdentityDatabase('c', parseDatabaseUrl(`postgresql://k:p@127.0.0.1:${port}/k`));
}

const row = {
  hash: () => '$6$salt$digest',
  created: 1_500_000_000_123_456n,
  expires: 1_600_000_000_654_321n,
  selfService: true,
};

test('Newton has hash and whole seconds in its own columns, for reading and for writing', async () => {
  const database = await keystoneOf('Newton');
  expect((await database.state()).takes('sha512_crypt')).toBe(true);
  await db.exec(`INSERT INTO password (local_user_id, password, created_at) VALUES
    (1, '$6$first', '2018-01-01 00:00:00'), (1, '$6$second', '2018-01-01 00:00:01.5')`);
  const read = await database.newestPassword('old');
  expect(read).toMatchObject({ userName: 'Olga', scheme: 'sha512_crypt', expires: undefined });
  expect([read?.hash(), read?.created]).toEqual(['$6$second', 1_514_764_801_500_000n]);
  await database.insertPassword('new', row);
  expect(await database.newestPassword('new')).toMatchObject({
    created: 1_500_000_000_000_000n,
    expires: 1_600_000_000_000_000n,
    selfService: true,
  });
  database.close();
});

test('Pike may still have a hash in the old column, and is given one in the new', async () => {
  const database = await keystoneOf('Pike');
  await db.exec(`INSERT INTO password (local_user_id, password, password_hash, created_at) VALUES
    (1, '$6$old', NULL, '2018-01-01')`);
  expect((await database.newestPassword('old'))?.hash()).toBe('$6$old');
  await database.insertPassword('new', row);
  const { rows } = await db.query('SELECT * FROM password WHERE local_user_id = 2');
  expect(rows).toMatchObject([
    {
      password: null,
      password_hash: '$6$salt$digest',
      created_at_int: Number(row.created),
      expires_at_int: Number(row.expires),
    },
  ]);
  database.close();
});

test.each<[keyof typeof RELEASES, string]>([
  ['Mitaka', 'password.created_at is not to be seen'],
  ['one to come', 'password.pepper is new'],
])('the tables of %s are not known, and left alone', async (release, why) => {
  const database = await keystoneOf(release);
  await expect(database.state()).rejects.toThrow(why);
  await expect(database.insertPassword('new', row)).rejects.toMatchObject({
    problem: 'unknown-schema',
  });
  database.close();
});

test('a user that has a password keeps it, and what Keystone made is not removed', async () => {
  await db.exec('SET search_path TO "Pike"');
  const port = server.getServerConn().split(':').at(-1);
  const url = `postgresql://k:p@127.0.0.1:${port}/k`;
  const database = openIdentityDatabase('c', parseDatabaseUrl(url));
  await Promise.all(
    [1n, 2n, 3n].map((created) => database.insertPassword('new', { ...row, created })),
  );
  expect((await database.newestPassword('new'))?.created).toBe(row.created);
  expect(await database.removePassword('old')).toBe(false);
  expect(await database.removePassword('new')).toBe(true);
  expect(await database.removePassword('new')).toBe(false);
  await Promise.all(
    [4n, 5n, 6n].map((created) => database.insertPassword('new', { ...row, created })),
  );
  const { rows } = await db.query('SELECT id FROM password WHERE local_user_id = 2');
  expect(rows).toHaveLength(1);
  database.close();
});
