import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../../src/temporal/lock.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Enters once, and tells the most that were inside at once. */
function counter() {
  let inside = 0;
  let most = 0;
  const enter = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  return { enter, most: () => most };
}

test('only one is inside at a time, and nothing is left behind', async () => {
  const { enter, most } = counter();
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, enter)));
  expect(most()).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('it is given back when the work fails', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(path, () => Promise.resolve('yes'))).toBe('yes');
});

test('the lock of a killed process is taken over at once, by one after the other', async () => {
  const killed = spawn('sleep', ['60']);
  await writeFile(path, JSON.stringify({ pid: killed.pid, host: hostname() }));
  killed.kill('SIGKILL');
  await once(killed, 'close');
  const { enter, most } = counter();
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, enter)));
  expect(most()).toBe(1);
});

test('the lock of another host is taken over when nobody has touched it for long', async () => {
  await writeFile(path, JSON.stringify({ pid: process.pid, host: 'elsewhere' }));
  const before = new Date(Date.now() - 60_000);
  await utimes(path, before, before);
  expect(await withLock(path, () => Promise.resolve('mine'))).toBe('mine');
});

test('who waits says so once, and waits for a holder that lives', async () => {
  await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }));
  const waits: string[] = [];
  const entered = withLock(
    path,
    () => Promise.resolve(),
    () => waits.push('waiting'),
  );
  await expect.poll(() => waits, { timeout: 10_000 }).toEqual(['waiting']);
  await sleep(400);
  expect(waits).toEqual(['waiting']);
  await rm(path);
  await entered;
});
