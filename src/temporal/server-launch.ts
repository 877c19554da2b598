import { spawn } from 'node:child_process';
import { open, readFile, rename } from 'node:fs/promises';
import { UnreachableError } from '../errors/temporal.ts';
import { SEARCH_ATTRIBUTES } from '../model/names.ts';
import { isAlive } from './lock.ts';
import { waitForPort } from './ports.ts';
import type { ServerProcess } from './server-process.ts';

const START_MS = 60_000;

export interface Launch {
  /** The Temporal CLI. */
  readonly binary: string;
  readonly port: number;
  readonly uiPort: number;
  /** Made at the first start, beside `default`. */
  readonly namespace: string;
  readonly database: string;
  readonly log: string;
}

/** Starts the server as a process of its own, which a `kill -9` of the caller does not touch; answers its pid. */
export async function launch(options: Launch): Promise<number> {
  const { binary, log: path } = options;
  await rename(path, `${path}.old`).catch(() => undefined);
  const log = await open(path, 'a', 0o600);
  try {
    // The database holds the history of every migration: for this user only, whatever the folder allows.
    const umask = process.umask(0o077);
    const child = spawn(binary, serverArguments(options), {
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      cwd: '/',
      // Not the whole environment: a cloud's password has no place in a process that lives for months.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'] },
    });
    process.umask(umask);
    child.unref();
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => {
        reject(new UnreachableError(`${binary} cannot be started: ${error.message}`));
      });
      child.once('spawn', () => resolve(child.pid ?? 0));
    });
  } finally {
    await log.close();
  }
}

function serverArguments({ port, uiPort, namespace, database }: Launch): string[] {
  const attributes = Object.values(SEARCH_ATTRIBUTES);
  const options: readonly (readonly [string, string])[] = [
    ['--ip', '127.0.0.1'],
    ['--port', String(port)],
    ['--ui-port', String(uiPort)],
    ['--db-filename', database],
    // More than twice the throughput of the defaults; safe against kill -9.
    ['--sqlite-pragma', 'journal_mode=WAL'],
    ['--sqlite-pragma', 'synchronous=NORMAL'],
    ...attributes.map((name) => ['--search-attribute', `${name}=Keyword`] as const),
    // Timers and retries at their time, not rounded up to a second.
    ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
    ['--namespace', namespace],
    ['--log-level', 'warn'],
    ['--log-format', 'json'],
  ];
  return ['server', 'start-dev', ...options.flat()];
}

/** Waits until the server answers. @throws UnreachableError with the end of its log */
export async function ready({ pid, port }: ServerProcess, log: string): Promise<void> {
  const ended = new AbortController();
  const watching = setInterval(() => {
    if (!isAlive(pid)) ended.abort();
  }, 100);
  try {
    const timeout = AbortSignal.timeout(START_MS);
    await waitForPort(port, AbortSignal.any([ended.signal, timeout]));
  } catch (error) {
    const why = ended.signal.aborted ? 'ended at once' : `does not answer in ${START_MS / 1000} s`;
    const tail = (await readFile(log, 'utf8').catch(() => ''))
      .trim()
      .split('\n')
      .slice(-3)
      .join(' | ');
    throw new UnreachableError(`Temporal (process ${pid}) ${why}; ${log} ends with: ${tail}`, {
      cause: error,
    });
  } finally {
    clearInterval(watching);
  }
}
