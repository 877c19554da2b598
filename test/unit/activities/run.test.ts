import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { running } from '../../../src/activities/run.ts';
import { BlockedError } from '../../../src/errors/migration.ts';

test('an activity heartbeats at once, and by itself, with what was last reported', async () => {
  const environment = new MockActivityEnvironment();
  const heartbeats: unknown[] = [];
  environment.on('heartbeat', (details: unknown) => heartbeats.push(details));
  await environment.run(() =>
    running(async ({ report }) => {
      report({ bytes: 7 });
      await setTimeout(3500);
    }),
  );
  expect(heartbeats).toEqual([undefined, { bytes: 7 }, { bytes: 7 }]);
});

test('a cancellation reaches the work, and leaves as a cancellation', async () => {
  const environment = new MockActivityEnvironment();
  const result = environment.run(() =>
    running(async ({ signal }) => {
      environment.cancel();
      await setTimeout(60_000, undefined, { signal });
    }),
  );
  await expect(result).rejects.toBeInstanceOf(CancelledFailure);
});

test('an error that needs a person leaves as a failure that is not tried again', async () => {
  const environment = new MockActivityEnvironment();
  const failure = await environment
    .run(() => running(() => Promise.reject(new BlockedError('no role'))))
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  expect(failure).toMatchObject({ type: 'BlockedError', nonRetryable: true, message: 'no role' });
});
