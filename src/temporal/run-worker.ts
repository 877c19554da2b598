import { Client } from '@temporalio/client';
import { Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { UsageError } from '../errors/migration.ts';
import { TASK_QUEUE, TRANSFER_QUEUE } from '../model/names.ts';
import { connectWorker } from './connection.ts';
import { dataConverter } from './data-converter.ts';
import { sdkLogger } from './sdk-log.ts';

const TRANSFERS = 4;

// A cancellation rides on the answer to a heartbeat, and a killed worker loses what came after the last one.
const HEARTBEATS = {
  maxHeartbeatThrottleInterval: '2s',
  defaultHeartbeatThrottleInterval: '2s',
} as const;

export type Queues = 'all' | 'api' | 'transfer';

type Activities = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

export interface RunWorkerOptions {
  readonly queues: Queues;
  /** By name; made once the connection stands, for those that ask Temporal themselves. */
  readonly activities: (client: Client) => Activities;
  /** Aborted: the worker takes no more work, tells long activities to stop, and ends. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The workflows' folder; ours where absent. */
  readonly workflowsPath?: string;
}

/**
 * Works on one or both task queues until `signal` is aborted. Once per process: it installs the SDK's runtime.
 * @throws UnreachableError, UsageError
 */
export async function runWorker(options: RunWorkerOptions): Promise<void> {
  const { queues, signal, log } = options;
  // Signals are the caller's: one process may run more than a worker.
  Runtime.install({ logger: sdkLogger(log), shutdownSignals: [] });
  const converter = await dataConverter();
  const { connection, address, namespace, uiUrl, close } = await connectWorker({
    onProgress: (line) => log.info(line),
  });
  try {
    const workers: Worker[] = [];
    const activities = options.activities(
      new Client({ connection, namespace, dataConverter: converter }),
    );
    for (const queue of queueOptions(options, activities)) {
      workers.push(
        await Worker.create({ connection, namespace, dataConverter: converter, ...queue }),
      );
    }
    const names = workers.map(({ options }) => options.taskQueue).join(', ');
    const runs = workers.map((worker) => worker.run());
    const ui = uiUrl === undefined ? '' : `, Web UI ${uiUrl}`;
    log.info({ queues, address }, `worker ready: queue ${names}, Temporal at ${address}${ui}`);
    await untilStopped(workers, runs, signal);
    log.info('worker stopped');
  } finally {
    await close();
  }
}

function queueOptions(
  { queues, workflowsPath }: RunWorkerOptions,
  activities: Activities,
): WorkerOptions[] {
  const api: WorkerOptions = {
    taskQueue: TASK_QUEUE,
    workflowsPath: workflowsPath ?? fileURLToPath(new URL('../workflows', import.meta.url)),
    activities,
    // They wait for HTTP most of the time, and a step that waits for its turn here is downtime.
    maxConcurrentActivityTaskExecutions: 500,
    ...HEARTBEATS,
    // Short calls may end; what lasts longer is cancelled, and its retry looks before it acts.
    shutdownGraceTime: '5s',
    shutdownForceTime: '20s',
  };
  const transfer: WorkerOptions = {
    taskQueue: TRANSFER_QUEUE,
    activities,
    maxConcurrentActivityTaskExecutions: transfers(),
    ...HEARTBEATS,
    shutdownForceTime: '20s',
  };
  return [...(queues === 'transfer' ? [] : [api]), ...(queues === 'api' ? [] : [transfer])];
}

async function untilStopped(
  workers: readonly Worker[],
  runs: readonly Promise<void>[],
  signal: AbortSignal,
): Promise<void> {
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    await Promise.all(runs);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await Promise.allSettled(runs);
  }
}

/** Bulk transfers at once in this process. @throws UsageError */
function transfers(): number {
  const wanted = process.env['PUMPHOUSE_TRANSFERS'] || `${TRANSFERS}`;
  if (!/^[1-9]\d{0,2}$/u.test(wanted)) {
    throw new UsageError(`PUMPHOUSE_TRANSFERS is not a number from 1 to 999: ${wanted}`);
  }
  return Number(wanted);
}
