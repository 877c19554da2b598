import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { parse, stringify } from 'yaml';
import { connectClient } from '../../../src/temporal/connection.ts';

/** A Temporal server and workers in processes of their own, for any number of cases beside each other. */
export interface World {
  readonly client: Client;
  /** For `openCloud` in this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Puts a simulation's clouds into the clouds.yaml that the workers read. */
  addClouds(yaml: string): Promise<void>;
  dropClouds(names: readonly string[]): Promise<void>;
  /** SIGKILL to the worker; another one is started at once. */
  killWorker(): Promise<void>;
  /** SIGKILL to the Temporal server and the worker; both are started again. */
  killTemporal(): Promise<void>;
  end(): Promise<void>;
}

const ENTRY = ['--import', 'tsx', 'src/client.ts'];

export async function openWorld(port: number, workers = 1): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-faults-'));
  const cloudsFile = join(folder, 'clouds.yaml');
  await writeFile(cloudsFile, stringify({ clouds: {} }), { mode: 0o600 });
  const environment: Record<string, string> = {
    OS_CLIENT_CONFIG_FILE: cloudsFile,
    PUMPHOUSE_STATE_DIR: join(folder, 'state'),
    PUMPHOUSE_TEMPORAL_PORT: String(port),
    PUMPHOUSE_TRANSFERS: '64',
    NO_COLOR: '1',
  };
  const log = createWriteStream(join(folder, 'worker.log'));
  const running = new Set<ChildProcess>();
  const start = async (): Promise<void> => {
    running.add(await startWorker({ ...process.env, ...environment }, log));
  };
  await start();
  while (running.size < workers) await start();
  Object.assign(process.env, environment);
  const temporal = await connectClient({ start: false });
  let change = Promise.resolve();
  const edit = (how: (clouds: Record<string, unknown>) => void): Promise<void> => {
    change = change.then(async () => {
      const file = parse(await readFile(cloudsFile, 'utf8')) as { clouds: Record<string, unknown> };
      how(file.clouds);
      await writeFile(`${cloudsFile}.new`, stringify(file), { mode: 0o600 });
      await rename(`${cloudsFile}.new`, cloudsFile);
    });
    return change;
  };
  const kill = async (): Promise<void> => {
    const [worker] = running;
    if (worker === undefined) return;
    running.delete(worker);
    await killed(worker);
  };
  return {
    client: temporal.client,
    environment,
    addClouds: (yaml) =>
      edit((clouds) => Object.assign(clouds, (parse(yaml) as { clouds: object }).clouds)),
    dropClouds: (names) => edit((clouds) => names.forEach((name) => delete clouds[name])),
    async killWorker() {
      await kill();
      await start();
    },
    async killTemporal() {
      const state = await readFile(join(folder, 'state', 'temporal.json'), 'utf8');
      process.kill((JSON.parse(state) as { pid: number }).pid, 'SIGKILL');
      await kill();
      await start();
    },
    async end() {
      await temporal.close();
      await Promise.all([...running].map(killed));
      const stop = spawn(process.execPath, [...ENTRY, 'temporal', 'stop'], {
        env: { ...process.env, ...environment },
        stdio: 'ignore',
      });
      await once(stop, 'exit');
      log.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startWorker(
  env: NodeJS.ProcessEnv,
  log: NodeJS.WritableStream,
): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [...ENTRY, 'worker'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      log.write(chunk);
      if (said === 'ready') return;
      said += chunk.toString();
      if (!said.includes('worker ready')) return;
      said = 'ready';
      resolve();
    };
    worker.stdout.on('data', hear);
    worker.stderr.on('data', hear);
    worker.once('exit', (code) => reject(new Error(`The worker ended with ${code}: ${said}`)));
  });
  return worker;
}

async function killed(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}
