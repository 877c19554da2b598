import { MockActivityEnvironment } from '@temporalio/testing';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { running } from '../../../src/activities/run.ts';
import { BlockedError } from '../../../src/errors/migration.ts';
import { json, startLocalCloud } from '../openstack/local-cloud.ts';

test('an activity heartbeats at once, and by itself, with what was last reported', async () => {
  const environment = new MockActivityEnvironment();
  const heartbeats: unknown[] = [];
  const third = new Promise<void>((resolve) => {
    environment.on('heartbeat', (details: unknown) => {
      if (heartbeats.push(details) === 3) resolve();
    });
  });
  await environment.run(() =>
    running(async ({ report }) => {
      report({ bytes: 7 });
      await third;
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

const soonOver = () =>
  new MockActivityEnvironment({
    scheduledTimestampMs: 0,
    currentAttemptScheduledTimestampMs: 60_000,
    // Another 2 s before its own end.
    scheduleToCloseTimeoutMs: 65_000,
  });

test.each([
  {
    what: 'does not answer',
    answer: () => {},
    message: /GET .*\/servers.*no answer within its time/,
  },
  {
    what: 'asks for more time than there is',
    answer: (response: ServerResponse) => {
      response.setHeader('Retry-After', '9');
      json(response, 503, { computeFault: { code: 503, message: 'Too busy' } });
    },
    message: /503.*Too busy/,
  },
])("an attempt ends before Temporal's timeout, and names the call: the API $what", async (each) => {
  const { cloud } = await startLocalCloud((_request, response) => each.answer(response));
  const failure = await soonOver()
    .run(() => running(({ signal }) => cloud.call('compute', { path: '/servers', signal })))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ type: 'OpenStackError', nonRetryable: false });
  expect((failure as Error).message).toMatch(each.message);
});
