import { expect, test } from 'vitest';
import { DeadlineError, ResourceFailedError } from '../../../src/errors/migration.ts';
import { waitUntil } from '../../../src/openstack/wait.ts';

function counter(): () => Promise<number> {
  let count = 0;
  return async () => (count += 1);
}

const isThree = (count: number): boolean => count === 3;
const errorAtTwo = (count: number): string | undefined => (count === 2 ? 'ERROR' : undefined);

const common = { what: 'the counter', deadlineMs: 5_000, intervalMs: 5 };

test('it reads until it is done', async () => {
  await expect(waitUntil({ ...common, read: counter(), done: isThree })).resolves.toBe(3);
});

test('it reads once even when there is no time', async () => {
  await expect(
    waitUntil({ ...common, deadlineMs: 0, read: counter(), done: () => true }),
  ).resolves.toBe(1);
});

test('the deadline says what was waited for, and what it is instead', async () => {
  const waiting = waitUntil({
    ...common,
    deadlineMs: 50,
    read: async () => 'BUILD',
    done: (status) => status === 'ACTIVE',
    describe: (status) => status,
  });
  await expect(waiting).rejects.toThrow(new DeadlineError('waited 0.05 s for the counter: BUILD'));
});

test('it stops at once when waiting is in vain', async () => {
  const read = counter();
  const waiting = waitUntil({ ...common, read, done: () => false, failed: errorAtTwo });
  await expect(waiting).rejects.toThrow(new ResourceFailedError('waited for the counter: ERROR'));
  expect(await read()).toBe(3);
});

test('an abort ends the wait with its own reason', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  setTimeout(() => controller.abort(reason), 20);
  const { signal } = controller;
  const waiting = waitUntil({
    ...common,
    intervalMs: 60_000,
    read: counter(),
    done: () => false,
    signal,
  });
  await expect(waiting).rejects.toBe(reason);
});
