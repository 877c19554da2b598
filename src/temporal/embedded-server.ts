import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../errors/migration.ts';
import { stateDirectory } from './directories.ts';
import { withLock } from './lock.ts';
import { freePort, isFree, isListening } from './ports.ts';
import { serverBinary } from './server-binary.ts';
import { launch, ready } from './server-launch.ts';
import { findServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

const DEFAULT_PORT = 7233;
/** The Web UI's port is this much above the server's, as with the Temporal CLI itself. */
const UI_OFFSET = 1_000;
const STOP_MS = 20_000;

export interface EmbeddedServer {
  readonly pid: number;
  /** `127.0.0.1:7233` */
  readonly address: string;
  readonly uiUrl: string;
}

export interface EmbeddedServerOptions {
  /** Gets one line for each thing that takes a person's time or attention. */
  readonly onProgress?: (line: string) => void;
  /** Made at the first start, beside `default`. */
  readonly namespace?: string;
}

/**
 * The embedded server of this user, started where it does not run. It outlives whoever starts it, listens on 127.0.0.1
 * only, and keeps everything in one database in the state directory, so that a new start goes on where the last ended.
 * @throws UnreachableError, UsageError
 */
export async function ensureEmbeddedServer(
  options: EmbeddedServerOptions = {},
): Promise<EmbeddedServer> {
  const { onProgress = () => undefined, namespace = 'default' } = options;
  const running = await findEmbeddedServer();
  if (running !== undefined) return running;
  const paths = await statePaths();
  return withLock(
    paths.lock,
    async () => {
      // Found but not yet listening: its starter was killed while it came up.
      const starting = await findServerProcess(paths.database);
      if (starting !== undefined) {
        await ready(starting, paths.log);
        return describe(starting);
      }
      const binary = await serverBinary(onProgress);
      const port = await choosePort(paths.record, onProgress);
      const uiPort = (await isFree(port + UI_OFFSET)) ? port + UI_OFFSET : await freePort();
      const { database, log } = paths;
      const pid = await launch({ binary, port, uiPort, namespace, database, log });
      await ready({ pid, port, uiPort }, log);
      const server = describe({ pid, port, uiPort });
      await record(paths.record, { ...server, port, binary });
      onProgress(`Temporal started at ${server.address}, Web UI ${server.uiUrl}`);
      return server;
    },
    () => onProgress('another process is starting Temporal: waiting for it'),
  );
}

/** The embedded server where it runs and answers; undefined otherwise. */
export async function findEmbeddedServer(): Promise<EmbeddedServer | undefined> {
  const { database } = await statePaths();
  const found = await findServerProcess(database);
  return found !== undefined && (await isListening(found.port)) ? describe(found) : undefined;
}

/** Stops the embedded server; answers whether there was one. What runs on it goes on after the next start. */
export async function stopEmbeddedServer(): Promise<boolean> {
  const { database } = await statePaths();
  const found = await findServerProcess(database);
  if (found === undefined) return false;
  process.kill(found.pid, 'SIGTERM');
  const deadline = Date.now() + STOP_MS;
  // Asked by the command line: where the starter is alive and busy, the ended process stays as a zombie of that id.
  while ((await findServerProcess(database)) !== undefined) {
    if (Date.now() > deadline) throw new Error(`Temporal (process ${found.pid}) does not stop`);
    await sleep(50);
  }
  return true;
}

interface StatePaths {
  readonly database: string;
  readonly log: string;
  readonly record: string;
  readonly lock: string;
}

async function statePaths(): Promise<StatePaths> {
  const folder = await stateDirectory();
  return {
    database: join(folder, 'temporal.db'),
    log: join(folder, 'temporal.log'),
    record: join(folder, 'temporal.json'),
    lock: join(folder, 'temporal.lock'),
  };
}

function describe({ pid, port, uiPort }: ServerProcess): EmbeddedServer {
  return { pid, address: `127.0.0.1:${port}`, uiUrl: `http://127.0.0.1:${uiPort}` };
}

/** The operator's port, else the last one, so that clients find it again, else the default or any free one. */
async function choosePort(path: string, onProgress: (line: string) => void): Promise<number> {
  const wanted = process.env['PUMPHOUSE_TEMPORAL_PORT'];
  if (wanted) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65_535 - UI_OFFSET) {
      throw new UsageError(`PUMPHOUSE_TEMPORAL_PORT is not a port below 64536: ${wanted}`);
    }
    if (await isFree(port)) return port;
    throw new UsageError(`PUMPHOUSE_TEMPORAL_PORT: another program listens on port ${port}`);
  }
  for (const port of [await lastPort(path), DEFAULT_PORT]) {
    if (port !== undefined && (await isFree(port))) return port;
  }
  const port = await freePort();
  onProgress(`another program listens on port ${DEFAULT_PORT}: Temporal gets port ${port}`);
  return port;
}

async function lastPort(path: string): Promise<number | undefined> {
  try {
    const { port } = JSON.parse(await readFile(path, 'utf8')) as { port?: unknown };
    return typeof port === 'number' ? port : undefined;
  } catch {
    return undefined;
  }
}

async function record(path: string, facts: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(`${path}.new`, `${JSON.stringify(facts, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
