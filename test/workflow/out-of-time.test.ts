import { setTimeout } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { running } from '../../src/activities/run.ts';
import { startLocalCloud } from '../unit/openstack/local-cloud.ts';
import { startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import { newServerId, newWorld, scriptedActivities } from './harness/world.ts';

let temporal: Temporal;
// A step has minutes; here it has seconds.
beforeAll(async () => {
  temporal = await startTemporal({
    activities: scriptedActivities,
    shorter: { 'proxies.ts': { '2 * server.deadlineSeconds + 30': '10' } },
  });
});
afterAll(() => temporal.stop());

test('a step that runs out of time says which call had no answer, and is not tried once more for nothing', async () => {
  const { cloud, seen } = await startLocalCloud(() => {});
  const world = newWorld();
  const id = newServerId();
  world.on('verifyServer', () =>
    running(({ signal }) => cloud.call('compute', { path: '/servers/s1', signal })),
  );
  const { outcome, error } = await (await startServer(temporal.client, world, id)).result();
  expect(outcome).toBe('compensated');
  expect(error).toMatch(/GET .*\/servers\/s1: no answer: no answer within its time/);
  expect(seen).toHaveLength(1);
});

test('a step that runs out of time while it only waits tells the error of the try before', async () => {
  const world = newWorld();
  const id = newServerId();
  let tries = 0;
  world.on('verifyServer', () =>
    running(async ({ signal }) => {
      tries += 1;
      if (tries === 1) throw new Error('503 Service Unavailable');
      await setTimeout(60_000, undefined, { signal });
    }),
  );
  const { outcome, error } = await (await startServer(temporal.client, world, id)).result();
  expect(outcome).toBe('compensated');
  expect(error).toContain('503 Service Unavailable');
});

test('a try for which hardly any time is left is not begun: the error of the one before is told', async () => {
  const world = newWorld();
  const id = newServerId();
  let tries = 0;
  world.on('verifyServer', () =>
    running(async () => {
      tries += 1;
      // The next one has 2 s of the step's 10 left.
      if (tries === 1)
        throw ApplicationFailure.create({
          message: '503 Service Unavailable',
          nextRetryDelay: 8000,
        });
      await setTimeout(60_000);
    }),
  );
  const { outcome, error } = await (await startServer(temporal.client, world, id)).result();
  expect(outcome).toBe('compensated');
  expect(error).toContain('503 Service Unavailable');
  expect(tries).toBe(1);
});
