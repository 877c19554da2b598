import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ended, freePort, makeCertificate, until } from './service.ts';

const run = promisify(execFile);
const PASSWORD = 'postgresql-password';

/** A real Keystone on a PostgreSQL of its own, which takes TLS only. */
export interface PostgresqlKeystone {
  /** As a part of clouds.yaml. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** The same database by other options of the URL. */
  url(options: string): string;
  readonly caFile: string;
  close(): Promise<void>;
}

export async function startPostgresqlKeystone(): Promise<PostgresqlKeystone> {
  const directory = await mkdtemp(join(tmpdir(), 'pumphouse-keystone-'));
  const processes: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const process of processes.toReversed()) await ended(process);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    await startPostgresql({ directory, port, processes });
    const keystone = await startKeystone({ directory, port, processes });
    const caFile = join(directory, 'server.crt');
    const url = (options: string): string =>
      `postgresql+psycopg2://keystone:${PASSWORD}@127.0.0.1:${port}/keystone${options}`;
    const auth = { username: 'admin', password: PASSWORD, project_name: 'admin' };
    return {
      entry: {
        auth: { auth_url: keystone, ...auth },
        region_name: 'RegionOne',
        keystone_database: url(`?sslmode=verify-full&sslrootcert=${caFile}`),
      },
      url,
      caFile,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Place {
  readonly directory: string;
  /** PostgreSQL's. */
  readonly port: number;
  readonly processes: ChildProcess[];
}

/** As the user `postgres`: it does not run as root. */
async function startPostgresql({ directory, port, processes }: Place): Promise<void> {
  const [version] = (await readdir('/usr/lib/postgresql')).toSorted().toReversed();
  const program = (name: string): string => `/usr/lib/postgresql/${version}/bin/${name}`;
  const data = join(directory, 'data');
  const secret = join(directory, 'secret');
  await writeFile(secret, PASSWORD);
  await makeCertificate(directory);
  await run('chown', ['-R', 'postgres:', directory]);
  const asPostgres = ['--reuid=postgres', '--regid=postgres', '--init-groups'];
  const initdb = [program('initdb'), '-D', data, '-U', 'keystone', `--pwfile=${secret}`];
  await run('setpriv', [...asPostgres, ...initdb, '--no-sync', '-E', 'UTF8', '--no-locale']);
  await writeFile(
    join(data, 'pg_hba.conf'),
    'hostssl all all 127.0.0.1/32 scram-sha-256\nlocal all all trust\n',
  );
  const settings = [
    'listen_addresses=127.0.0.1',
    'ssl=on',
    `ssl_cert_file=${join(directory, 'server.crt')}`,
    `ssl_key_file=${join(directory, 'server.key')}`,
    `unix_socket_directories=${directory}`,
    'fsync=off',
  ];
  processes.push(
    spawn(
      'setpriv',
      [
        ...asPostgres,
        program('postgres'),
        '-D',
        data,
        '-p',
        String(port),
        ...settings.flatMap((each) => ['-c', each]),
      ],
      { stdio: 'ignore' },
    ),
  );
  const at = ['-h', directory, '-p', String(port), '-U', 'keystone'];
  await until('PostgreSQL', () => run(program('createdb'), [...at, 'keystone']));
}

/** @returns its URL */
async function startKeystone({ directory, port, processes }: Place): Promise<string> {
  const own = await freePort();
  const url = `http://127.0.0.1:${own}/v3`;
  const file = join(directory, 'keystone.conf');
  await mkdir(join(directory, 'fernet'), { mode: 0o700 });
  await mkdir(join(directory, 'credential'), { mode: 0o700 });
  await writeFile(
    file,
    `[DEFAULT]\nuse_stderr = true
[database]\nconnection = postgresql+psycopg2://keystone:${PASSWORD}@127.0.0.1:${port}/keystone?sslmode=require
[token]\nprovider = fernet
[fernet_tokens]\nkey_repository = ${join(directory, 'fernet')}
[credential]\nkey_repository = ${join(directory, 'credential')}
[identity]\npassword_hash_rounds = 4
[cache]\nenabled = false
[oslo_messaging_notifications]\ndriver = noop\n`,
  );
  const manage = (...args: string[]): Promise<unknown> =>
    run('keystone-manage', ['--config-file', file, ...args], { maxBuffer: 1 << 26 });
  await manage('db_sync');
  const group = ['--keystone-user', 'root', '--keystone-group', 'root'];
  await manage('fernet_setup', ...group);
  await manage('credential_setup', ...group);
  const region = ['--bootstrap-region-id', 'RegionOne', '--bootstrap-public-url', url];
  await manage('bootstrap', '--bootstrap-password', PASSWORD, ...region);
  processes.push(
    spawn(
      '/usr/bin/python3',
      [
        '/usr/bin/keystone-wsgi-public',
        '-b',
        '127.0.0.1',
        '-p',
        `${own}`,
        '--',
        '--config-file',
        file,
      ],
      { stdio: 'ignore' },
    ),
  );
  await until('Keystone', async () => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
  });
  return url;
}
