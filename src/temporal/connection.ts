import { setTimeout } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { UnreachableError } from '../errors/temporal.ts';
import { dataConverter } from './data-converter.ts';
import { ensureEmbeddedServer, findEmbeddedServer } from './embedded-server.ts';
import { extendRetention, registerSearchAttributes } from './namespace.ts';
import type { Services } from './namespace.ts';
import { temporalSettings } from './settings.ts';
import type { TemporalSettings } from './settings.ts';

const CONNECT_TIMEOUT = '10s';
const HEALTHY_WITHIN_MS = 20_000;

export interface ConnectOptions {
  /** Gets one line for each thing that takes a person's time or attention. */
  readonly onProgress?: (line: string) => void;
  /** Whether an embedded server that does not run is started; default true. */
  readonly start?: boolean;
}

export interface TemporalClient {
  readonly client: Client;
  readonly connection: Connection;
  readonly address: string;
  readonly namespace: string;
  /** Undefined where somebody else runs the server: it does not say where its Web UI is. */
  readonly uiUrl?: string;
  readonly close: () => Promise<void>;
}

export interface TemporalWorkerConnection {
  readonly connection: NativeConnection;
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl?: string;
  readonly close: () => Promise<void>;
}

/**
 * A client of the server that the settings name, else of the embedded one; its namespace is ready for use.
 * @throws UnreachableError, UsageError, UnsupportedError
 */
export async function connectClient(options: ConnectOptions = {}): Promise<TemporalClient> {
  const converter = await dataConverter();
  const target = await findTarget(options);
  const connection = await reach(target, () =>
    Connection.connect({
      ...target.options,
      address: target.address,
      connectTimeout: CONNECT_TIMEOUT,
      // gRPC would ask the environment's proxy for a server on this very machine.
      ...(target.embedded && { channelArgs: { 'grpc.enable_http_proxy': 0 } }),
    }),
  );
  return ready(target, connection, {
    client: new Client({ connection, namespace: target.namespace, dataConverter: converter }),
    connection,
  });
}

/** The same for a worker. @throws UnreachableError, UsageError, UnsupportedError */
export async function connectWorker(
  options: ConnectOptions = {},
): Promise<TemporalWorkerConnection> {
  const target = await findTarget(options);
  // Half a second to load: only where a worker runs.
  const { NativeConnection } = await import('@temporalio/worker');
  const connection = await reach(target, () =>
    NativeConnection.connect({ ...target.options, address: target.address }),
  );
  return ready(target, connection, { connection });
}

interface Target {
  readonly address: string;
  readonly namespace: string;
  readonly options: TemporalSettings['options'];
  readonly uiUrl?: string;
  readonly embedded: boolean;
}

async function findTarget({ onProgress, start = true }: ConnectOptions): Promise<Target> {
  const { address, namespace, options } = temporalSettings();
  if (address !== undefined) return { address, namespace, options, embedded: false };
  const server = start
    ? await ensureEmbeddedServer({ namespace, ...(onProgress !== undefined && { onProgress }) })
    : await findEmbeddedServer();
  if (server === undefined) {
    throw new UnreachableError(
      'Temporal does not run here: start it with `pumphouse temporal`, or name a server with TEMPORAL_ADDRESS',
    );
  }
  return { address: server.address, uiUrl: server.uiUrl, namespace, options: {}, embedded: true };
}

async function reach<T>({ address, embedded }: Target, connect: () => Promise<T>): Promise<T> {
  // An embedded server that has just been started answers before it is healthy.
  const until = Date.now() + (embedded ? HEALTHY_WITHIN_MS : 0);
  try {
    return await patiently(connect, until);
  } catch (error) {
    const advice = embedded
      ? 'see temporal.log in the state directory; `pumphouse temporal` starts it'
      : 'check TEMPORAL_ADDRESS, its TLS and API key; without it `pumphouse temporal` starts a server here';
    throw new UnreachableError(
      `Temporal at ${address} cannot be reached (${reason(error)}): ${advice}`,
      {
        cause: error,
      },
    );
  }
}

async function patiently<T>(connect: () => Promise<T>, until: number): Promise<T> {
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(300);
    }
  }
}

async function ready<Parts extends object>(
  { address, namespace, uiUrl, embedded }: Target,
  connection: Services & { close(): Promise<void> },
  parts: Parts,
) {
  try {
    await registerSearchAttributes(connection, namespace);
    if (embedded) await extendRetention(connection, namespace);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return {
    ...parts,
    address,
    namespace,
    ...(uiUrl !== undefined && { uiUrl }),
    close: () => connection.close(),
  };
}

function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // The native client puts the system's words deep inside its own.
  return /message: "([^"]+)"/u.exec(text)?.[1] ?? text.split('\n', 1).join('');
}
