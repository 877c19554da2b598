import { randomBytes, scryptSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import type { CloudConfig } from '../../src/openstack/cloud-config.ts';
import { loadCloudConfig } from '../../src/openstack/clouds-yaml.ts';
import type { Send } from '../../src/openstack/identity-database/connection.ts';
import { connectMysql } from '../../src/openstack/identity-database/mysql.ts';
import { connectPostgresql } from '../../src/openstack/identity-database/postgresql.ts';

/** The databases of both Keystones, for SQL of the test's own. */
export interface IdentityDatabases {
  readonly src: Side;
  readonly dst: Side;
  close(): Promise<void>;
}

export interface Side {
  readonly config: CloudConfig;
  readonly send: Send;
}

/**
 * Those that clouds.yaml names (the lab's MariaDB). Where it names none, as for simulated clouds, a PostgreSQL in this process for
 * each, and before each Keystone a door that writes its users there as Keystone does. Before `openLab`.
 */
export async function openIdentityDatabases(): Promise<IdentityDatabases> {
  const undos: (() => Promise<unknown>)[] = [];
  if ((await configOf('src')).identityDatabase === undefined) await simulate(undos);
  const open = async (name: string): Promise<Side> => {
    const config = await configOf(name);
    const settings = config.identityDatabase;
    if (settings === undefined) throw new Error(`clouds.yaml names no database for ${name}`);
    const connect = settings.dialect === 'mysql' ? connectMysql : connectPostgresql;
    const connections = await connect(settings, undefined);
    undos.push(() => connections.close());
    return { config, send: connections.send };
  };
  const [src, dst] = [await open('src'), await open('dst')];
  return {
    src,
    dst,
    async close() {
      for (const undo of undos.toReversed()) await undo();
    },
  };
}

/** As the test's process would open it. */
function configOf(name: string): Promise<CloudConfig> {
  return loadCloudConfig(name, { environment: process.env, workingDirectory: process.cwd() });
}

async function simulate(undos: (() => Promise<unknown>)[]): Promise<void> {
  const clouds: Record<string, unknown> = {};
  for (const name of ['src', 'dst']) {
    const database = await startPostgresql(undos);
    const keystone = await startDoor(new URL((await configOf(name)).authUrl).origin, database.db);
    undos.push(() => closed(keystone.server));
    clouds[name] = {
      auth: { auth_url: `${keystone.origin}/v3` },
      identity_endpoint_override: `${keystone.origin}/v3`,
      keystone_database: `postgresql+psycopg2://keystone:secret@127.0.0.1:${database.port}/keystone`,
    };
  }
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-secure-'));
  undos.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'secure.yaml');
  await writeFile(file, JSON.stringify({ clouds }), { mode: 0o600 });
  process.env['OS_CLIENT_SECURE_FILE'] = file;
}

async function startPostgresql(
  undos: (() => Promise<unknown>)[],
): Promise<{ readonly db: PGlite; readonly port: number }> {
  const db = await PGlite.create();
  await db.exec(TABLES);
  const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  undos.push(
    () => db.close(),
    () => server.stop(),
  );
  return { db, port: Number(server.getServerConn().split(':').at(-1)) };
}

/** Zed's, as `keystone-manage db_sync` makes them on PostgreSQL; without foreign keys to what is not here. */
const TABLES = `
  CREATE TABLE "user" (id varchar(64) PRIMARY KEY, domain_id varchar(64) NOT NULL, created_at timestamp);
  CREATE TABLE local_user (
    id serial PRIMARY KEY, user_id varchar(64) NOT NULL UNIQUE REFERENCES "user" (id) ON DELETE CASCADE,
    domain_id varchar(64) NOT NULL, name varchar(255) NOT NULL, failed_auth_count integer, failed_auth_at timestamp,
    UNIQUE (domain_id, name));
  CREATE TABLE password (
    id serial PRIMARY KEY, local_user_id integer NOT NULL REFERENCES local_user (id) ON DELETE CASCADE,
    expires_at timestamp, self_service boolean NOT NULL DEFAULT false, password_hash varchar(255),
    created_at_int bigint NOT NULL DEFAULT 0, expires_at_int bigint, created_at timestamp NOT NULL);
  CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY);
  INSERT INTO alembic_version VALUES ('29e87d24a316'), ('e25ffa003242');`;

async function startDoor(
  keystone: string,
  db: PGlite,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const { status, headers, text } =
        (await login(db, request, body)) ?? (await forward(keystone, request, body));
      if (status < 300) await writeDown(db, request, { body, answer: text });
      response.writeHead(status, headers).end(text);
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, origin: `http://127.0.0.1:${port}` };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function forward(keystone: string, request: IncomingMessage, body: string): Promise<Answer> {
  const token = request.headers['x-auth-token'];
  const answer = await fetch(`${keystone}${request.url}`, {
    method: request.method ?? 'GET',
    headers: {
      'Content-Type': 'application/json',
      ...(typeof token === 'string' && { 'X-Auth-Token': token }),
    },
    ...(body !== '' && { body }),
  });
  const kept = ['content-type', 'x-subject-token', 'vary'].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
}

/** A login of a user by id is checked against the table, as Keystone does it. */
async function login(
  db: PGlite,
  request: IncomingMessage,
  body: string,
): Promise<Answer | undefined> {
  if (request.method !== 'POST' || request.url !== '/v3/auth/tokens') return undefined;
  const asked = JSON.parse(body) as {
    auth: { identity: { password?: { user: { id?: string; password: string } } } };
  };
  const user = asked.auth.identity.password?.user;
  if (user?.id === undefined) return undefined;
  const { rows } = await db.query<{ password_hash: string }>(
    `SELECT password_hash FROM password p JOIN local_user l ON l.id = p.local_user_id
      WHERE l.user_id = $1 ORDER BY created_at_int DESC LIMIT 1`,
    [user.id],
  );
  const right = rows[0] !== undefined && isPassword(user.password, rows[0].password_hash);
  return { status: right ? 201 : 401, headers: {}, text: '{}' };
}

async function writeDown(
  db: PGlite,
  { method, url = '' }: IncomingMessage,
  { body, answer }: { readonly body: string; readonly answer: string },
): Promise<void> {
  const [, id] = /^\/v3\/users\/([^/?]+)$/.exec(url) ?? [];
  if (method === 'POST' && url === '/v3/users') {
    const { user } = JSON.parse(answer) as {
      user: { id: string; domain_id: string; name: string };
    };
    await db.query('INSERT INTO "user" VALUES ($1, $2, now() AT TIME ZONE \'utc\')', [
      user.id,
      user.domain_id,
    ]);
    await db.query('INSERT INTO local_user (user_id, domain_id, name) VALUES ($1, $2, $3)', [
      user.id,
      user.domain_id,
      user.name,
    ]);
    await setPassword(db, user.id, body);
  }
  if (method === 'PATCH' && id !== undefined) await setPassword(db, id, body);
  if (method === 'DELETE' && id !== undefined)
    await db.query('DELETE FROM "user" WHERE id = $1', [id]);
}

/** The newest counts, the others expire. */
async function setPassword(db: PGlite, id: string, body: string): Promise<void> {
  const { password } = (JSON.parse(body) as { user: { password?: string } }).user;
  if (password === undefined) return;
  const now = Date.now();
  const mine = 'local_user_id = (SELECT id FROM local_user WHERE user_id = $1)';
  await db.query(`UPDATE password SET expires_at_int = $2 WHERE ${mine}`, [id, now * 1000]);
  await db.query(
    `INSERT INTO password (local_user_id, password_hash, created_at_int, created_at)
     SELECT id, $2, $3, $4 FROM local_user WHERE user_id = $1`,
    [id, hashOf(password), now * 1000, new Date(now).toISOString()],
  );
}

/** scrypt as Keystone writes it. */
function hashOf(password: string, salt = randomBytes(16)): string {
  const digest = scryptSync(password, salt, 32, { N: 16, r: 8, p: 1 });
  const [salted, hashed] = [salt, digest].map((bytes) =>
    bytes.toString('base64').replace(/=+$/, ''),
  );
  return `$scrypt$ln=4,r=8,p=1$${salted}$${hashed}`;
}

function isPassword(password: string, hash: string): boolean {
  const salt = Buffer.from(hash.split('$')[3] ?? '', 'base64');
  return hashOf(password, salt) === hash;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
