import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../../../src/activities/create-activities.ts';
import { TASK_QUEUE, TRANSFER_QUEUE } from '../../../src/model/names.ts';
import { isAlive } from '../../../src/temporal/lock.ts';
import { registerSearchAttributes } from '../../../src/temporal/namespace.ts';
import { freePort } from '../../../src/temporal/ports.ts';
import { serverBinary } from '../../../src/temporal/server-binary.ts';
import { launch, ready } from '../../../src/temporal/server-launch.ts';

export const WORKFLOWS = fileURLToPath(new URL('../../../src/workflows', import.meta.url));

export interface Temporal {
  readonly client: Client;
  /** Ends the workers and the server. */
  readonly stop: () => Promise<void>;
}

type Shorter = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface TemporalOptions {
  readonly activities: (client: Client) => Activities;
  /** Constants to replace, by the file of the workflows that has them: time and history length that no test has. */
  readonly shorter?: Shorter;
}

/** A Temporal server of this test file's own, and workers that run the real workflows on both queues. */
export async function startTemporal({ activities, shorter }: TemporalOptions): Promise<Temporal> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  const server = await startServer();
  const { address } = server;
  const client = new Client({ connection: await healthy(() => Connection.connect({ address })) });
  const connection = await healthy(() => NativeConnection.connect({ address }));
  await registerSearchAttributes(client.connection, 'default');
  const common: Partial<WorkerOptions> = {
    connection,
    activities: activities(client),
    maxHeartbeatThrottleInterval: '100ms',
    defaultHeartbeatThrottleInterval: '100ms',
    shutdownForceTime: '1s',
  };
  const workers = [
    await Worker.create({
      ...common,
      taskQueue: TASK_QUEUE,
      workflowsPath: WORKFLOWS,
      ...(shorter === undefined ? {} : { bundlerOptions: withShorter(shorter) }),
    }),
    await Worker.create({ ...common, taskQueue: TRANSFER_QUEUE }),
  ];
  const runs = workers.map((worker) => worker.run());
  return {
    client,
    async stop() {
      for (const worker of workers) worker.shutdown();
      await Promise.allSettled(runs);
      await client.connection.close();
      await connection.close();
      await server.stop();
    },
  };
}

/** A server that has just been started listens before it is healthy. */
async function healthy<Connected>(connect: () => Promise<Connected>): Promise<Connected> {
  const until = Date.now() + 60_000;
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(300);
    }
  }
}

interface Server {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

const TRIES = 3;

/** A port that was free may be another's by the time the server listens. */
async function startServer(): Promise<Server> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launchServer();
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

/** The same server, with the same options, that Pumphouse embeds. */
async function launchServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-test-'));
  const binary = await serverBinary((line) => console.error(line));
  const [port, uiPort] = [await freePort(), await freePort()];
  const log = join(folder, 'temporal.log');
  const database = join(folder, 'temporal.db');
  const pid = await launch({ binary, port, uiPort, namespace: 'default', database, log });
  const kill = (): void => void process.kill(pid, 'SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    if (isAlive(pid)) kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ready({ pid, port, uiPort }, log);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address: `127.0.0.1:${port}`, stop };
}

/** Replaces text in the workflows' sources while they are bundled; a text that is not there fails the bundle. */
function withShorter(shorter: Shorter): NonNullable<WorkerOptions['bundlerOptions']> {
  const loader = fileURLToPath(new URL('replace-loader.cjs', import.meta.url));
  const rules = Object.entries(shorter).map(([file, options]) => ({
    resource: join(WORKFLOWS, file),
    enforce: 'pre' as const,
    use: [{ loader, options }],
  }));
  return {
    webpackConfigHook: (config) => ({
      ...config,
      module: { ...config.module, rules: [...(config.module?.rules ?? []), ...rules] },
    }),
  };
}
