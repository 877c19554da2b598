import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Stage } from './stage.ts';

const READY_MS = 60_000;
const STOP_MS = 25_000;

/** A worker as `pumphouse worker` starts it, beside us; answers it once it works. @throws Error with the end of its log */
export async function startWorker({
  folder,
  environment,
  output,
  signal,
}: Stage): Promise<ChildProcess> {
  output.write(`${output.command('$ pumphouse worker &')}\n`);
  const path = join(folder, 'worker.log');
  const log = await open(path, 'a');
  const follow = new URL('follow-parent.js', import.meta.url).href;
  const client = fileURLToPath(new URL('../client.js', import.meta.url));
  const child = spawn(process.execPath, ['--import', follow, client, 'worker'], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    detached: true,
  });
  await log.close();
  const until = Date.now() + READY_MS;
  for (;;) {
    const text = await readFile(path, 'utf8');
    if (text.includes('worker ready')) return child;
    if (hasEnded(child) || Date.now() > until || signal.aborted) {
      await stopWorker(child);
      signal.throwIfAborted();
      throw new Error(
        `The worker does not start: ${text.trim().split('\n').slice(-3).join(' | ')}`,
      );
    }
    await sleep(100);
  }
}

export async function stopWorker(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
