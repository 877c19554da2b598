import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const TOUCH_MS = 2_000;
/** A holder that has not touched its lock this long is gone: its host is down, or another's. */
const STALE_MS = 30_000;

/**
 * Runs `work` while no other process of this user does, with a lock file at `path`.
 * The lock of a holder that was killed is taken over. `onWait` is called once when somebody else has it.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  onWait: () => void = () => undefined,
): Promise<T> {
  if (!(await take(path))) {
    onWait();
    while (!(await take(path))) {
      if (await isStale(path)) await dropStale(path);
      else await sleep(100);
    }
  }
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    await rm(path, { force: true });
  }
}

/** A link appears with its content in one step: nobody ever reads an empty lock. */
async function take(path: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Two that find the same stale lock must not remove each other's new one: only the one with the second lock removes. */
async function dropStale(path: string): Promise<void> {
  const second = `${path}.stale`;
  if (!(await take(second))) {
    if (await isStale(second)) await rm(second, { force: true });
    return;
  }
  try {
    if (await isStale(path)) await rm(path, { force: true });
  } finally {
    await rm(second, { force: true });
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    const holder = JSON.parse(await readFile(path, 'utf8')) as { pid: number; host: string };
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** Whether a process of this id runs, whosever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
