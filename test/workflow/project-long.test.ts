import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverWorkflowId } from '../../src/model/names.ts';
import {
  pauseUpdate,
  resumeUpdate,
  retrySignal,
  summaryQuery,
} from '../../src/workflows/messages.ts';
import { startProject } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import {
  fails,
  hangs,
  newServerId,
  newWorld,
  projectPlan,
  scriptedActivities,
} from './harness/world.ts';
import type { SpecWords } from './harness/world.ts';

let temporal: Temporal;
// A history of 4,000 events and a look around every two minutes are more than a test has time for.
beforeAll(async () => {
  temporal = await startTemporal({
    activities: scriptedActivities,
    shorter: { 'server-window.ts': { "'2 minutes'": "'2 seconds'", '4000': '40' } },
  });
});
afterAll(() => temporal.stop());

function worldOf(servers: number, words: SpecWords = {}) {
  const world = newWorld(words);
  const ids = Array.from({ length: servers }, newServerId);
  world.projectPlans.set('p1', projectPlan(ids));
  return { world, ids };
}

async function runsOf(workflowId: string): Promise<number> {
  let runs = 0;
  const query = `WorkflowId = '${workflowId}'`;
  await expect
    .poll(
      async () => {
        runs = (await temporal.client.workflow.count(query)).count;
        return runs;
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(1);
  return runs;
}

test('a project that continues as new while servers are under way loses none, and migrates each once', async () => {
  const { world, ids } = worldOf(24, { limits: { servers: 4 }, server: { retire: 'keep' } });
  world.on('createServer', fails('no valid host'), ids[5]);
  const handle = await startProject(temporal.client, world);
  const summary = await handle.result();
  expect(summary).toMatchObject({
    servers: { migrated: 23, compensated: 1 },
    waiting: 0,
    running: 0,
  });
  expect(summary.failedServers.map((each) => each.id)).toEqual([ids[5]]);
  const inspected = world.calls
    .filter((call) => call.step === 'inspectServer')
    .map((call) => call.of);
  expect(inspected.toSorted()).toEqual(ids.toSorted());
  expect(await runsOf(handle.workflowId)).toBeGreaterThan(1);
});

test('continued as new, a paused project stays paused, and can retry what failed before', async () => {
  const { world, ids } = worldOf(14, { limits: { servers: 4 }, server: { retire: 'keep' } });
  const [failing = '', last = ''] = [ids[0], ids[13]];
  world.on('createServer', fails('no valid host'), failing);
  const handle = await startProject(temporal.client, world);
  await world.called('removeItems', failing);
  world.on('createServer', hangs, last);
  await world.called('createServer', last);
  await runsOf(handle.workflowId);
  await handle.executeUpdate(pauseUpdate);
  world.on('createServer', () => undefined, failing);
  await handle.signal(retrySignal, { servers: [] });
  await expect
    .poll(async () => await handle.query(summaryQuery), { timeout: 60_000 })
    .toMatchObject({ waiting: 1, running: 1 });
  await handle.executeUpdate(resumeUpdate);
  await world.called('finishServer', failing);
  await handle.cancel();
  expect((await handle.result()).servers).toMatchObject({ migrated: 13, cancelled: 1 });
});

test('cancelled after it continued as new, a project cancels the servers an earlier run of it began', async () => {
  const { world, ids } = worldOf(16, { limits: { servers: 3 }, server: { retire: 'keep' } });
  const [first = ''] = ids;
  world.on('createServer', hangs, first);
  world.on('createServer', hangs, ids[15]);
  const handle = await startProject(temporal.client, world);
  await world.called('createServer', ids[15]);
  await runsOf(handle.workflowId);
  await handle.cancel();
  const summary = await handle.result();
  expect(summary).toMatchObject({ servers: { migrated: 14, cancelled: 2 }, running: 0 });
  expect(world.steps(first).slice(-3)).toEqual(['removeServer', 'restoreSource', 'removeItems']);
});

test('a server workflow that was terminated is found, told as one for a person, and may be retried', async () => {
  const { world, ids } = worldOf(2, { limits: { servers: 2 } });
  const [killed = '', other = ''] = ids;
  world.on('createServer', hangs);
  const handle = await startProject(temporal.client, world);
  await Promise.all(ids.map((id) => world.called('createServer', id)));
  await temporal.client.workflow.getHandle(serverWorkflowId('old', killed)).terminate('the test');
  await expect
    .poll(async () => (await handle.query(summaryQuery)).failedServers, { timeout: 60_000 })
    .toMatchObject([{ id: killed, outcome: 'compensation-failed' }]);
  world.on('createServer', () => undefined);
  await handle.signal(retrySignal, { servers: [killed] });
  await world.called('finishServer', killed);
  await temporal.client.workflow.getHandle(serverWorkflowId('old', other)).cancel();
  expect(await handle.result()).toMatchObject({ servers: { migrated: 1, cancelled: 1 } });
});

test('a project whose servers wait for a person for long neither loses nor doubts them', async () => {
  const { world, ids } = worldOf(1, { server: { approve: ['retire'] } });
  const handle = await startProject(temporal.client, world);
  await world.called('markVerified', ids[0]);
  await new Promise((resolve) => {
    setTimeout(resolve, 5000);
  });
  expect(await handle.query(summaryQuery)).toMatchObject({ running: 1, failedServers: [] });
  await handle.cancel();
  expect((await handle.result()).servers).toEqual({ 'retire-failed': 1 });
});
