import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ended, freePort, makeCertificate, until } from './service.ts';

const run = promisify(execFile);
const LAB = process.env['LAB'] ?? '/var/lib/pumphouse-lab';
const PASSWORD = 'mariadb-password';

/** A MariaDB of its own with the tables of the lab's Keystone, a user `somebody`, and logins of few rights, over TLS only. */
export interface Mariadb {
  url(user: string, options: string): string;
  readonly caFile: string;
  close(): Promise<void>;
}

const LOGINS = `
  CREATE USER blind@'127.0.0.1' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL;
  GRANT SELECT ON keystone.alembic_version TO blind@'127.0.0.1';
  CREATE USER reader@'127.0.0.1' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL;
  GRANT SELECT ON keystone.* TO reader@'127.0.0.1';
  CREATE USER writer@'127.0.0.1' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL;
  GRANT SELECT ON keystone.user TO writer@'127.0.0.1';
  GRANT SELECT ON keystone.local_user TO writer@'127.0.0.1';
  GRANT SELECT ON keystone.alembic_version TO writer@'127.0.0.1';
  GRANT SELECT, INSERT, DELETE ON keystone.password TO writer@'127.0.0.1';
  INSERT INTO user (id, domain_id, created_at) VALUES ('somebody', 'default', '2020-01-01');
  INSERT INTO local_user (user_id, domain_id, name) VALUES ('somebody', 'default', 'somebody');`;

export async function startMariadb(): Promise<Mariadb> {
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-mariadb-'));
  const port = await freePort();
  const data = join(directory, 'data');
  const socket = join(directory, 'socket');
  await makeCertificate(directory);
  await run('chown', ['-R', 'mysql:', directory]);
  const common = ['--no-defaults', '--user=mysql', `--datadir=${data}`];
  const root = ['--auth-root-authentication-method=socket', '--auth-root-socket-user=root'];
  await run('mariadb-install-db', [...common, '--skip-test-db', ...root]);
  const caFile = join(directory, 'server.crt');
  const tls = [`--ssl-cert=${caFile}`, `--ssl-key=${join(directory, 'server.key')}`];
  const place = [`--socket=${socket}`, `--port=${port}`, '--bind-address=127.0.0.1'];
  const server = spawn(
    '/usr/sbin/mariadbd',
    [...common, ...tls, ...place, `--pid-file=${directory}/pid`, '--skip-name-resolve'],
    { stdio: 'ignore' },
  );
  const sql = (statement: string): Promise<unknown> =>
    run('mariadb', ['--no-defaults', `--socket=${socket}`, '-u', 'root', '-e', statement]);
  await until('MariaDB', () => sql('CREATE DATABASE keystone'));
  await sql(`USE keystone; ${await tables()} ${LOGINS}`);
  return {
    url: (user, options) =>
      `mysql+pymysql://${user}:${PASSWORD}@localhost:${port}/keystone${options}`,
    caFile,
    async close() {
      await ended(server, 'SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function tables(): Promise<string> {
  const { stdout } = await run('mariadb-dump', [
    '--no-defaults',
    `--socket=${LAB}/mysql/mysql.sock`,
    '-u',
    'root',
    '--no-data',
    '--compact',
    'keystone_src',
    'user',
    'local_user',
    'password',
    'alembic_version',
  ]);
  return stdout;
}
