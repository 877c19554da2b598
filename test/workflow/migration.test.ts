import { setTimeout } from 'node:timers/promises';
import { WorkflowFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Spec } from '../../src/model/spec.ts';
import { findMigration } from '../../src/cli/migrations/migration.ts';
import { retryMigration } from '../../src/cli/migrations/retry.ts';
import { readAccount } from '../../src/cli/migrations/summary.ts';
import { migrationWorkflowId } from '../../src/model/names.ts';
import { failureText } from '../../src/workflows/failure-text.ts';
import {
  pauseUpdate,
  resumeUpdate,
  retryUpdate,
  setWindowUpdate,
  summaryQuery,
} from '../../src/workflows/messages.ts';
import { startMigration } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import {
  fails,
  failsFirst,
  gated,
  hangs,
  item,
  newServerId,
  newWorld,
  projectPlan,
  scriptedActivities,
} from './harness/world.ts';
import type { SpecWords, World } from './harness/world.ts';

let temporal: Temporal;
beforeAll(async () => {
  temporal = await startTemporal({ activities: scriptedActivities });
});
afterAll(() => temporal.stop());

/** Projects p1, p2, … with so many servers each. */
function worldOf(
  servers: readonly number[],
  words: SpecWords = {},
): { world: World; ids: string[][] } {
  const world = newWorld(words);
  const ids = servers.map((count) => Array.from({ length: count }, newServerId));
  const projects = ids.map((_each, index) => ({
    id: `p${index + 1}`,
    name: `project ${index + 1}`,
  }));
  world.migrationPlan = { projects };
  for (const [index, each] of ids.entries())
    world.projectPlans.set(`p${index + 1}`, projectPlan(each));
  return { world, ids };
}

const stepsOf = (world: World): string[] => world.calls.map((call) => call.step);

async function failed(handle: WorkflowHandle): Promise<void> {
  const count = async (): Promise<number> =>
    (await handle.query(summaryQuery)).failedServers.length;
  await expect.poll(count, { timeout: 60_000 }).toBe(1);
}

async function failureOf(result: Promise<unknown>): Promise<string> {
  const error: unknown = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WorkflowFailedError)) throw new Error(`it did not fail: ${String(error)}`);
  return failureText(error.cause);
}

test('a migration runs all its projects, and sums them up', async () => {
  const { world } = worldOf([2, 1]);
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('flavor/f1')]],
    reused: 2,
    kinds: ['flavor', 'server'],
  };
  const summary = await (await startMigration(temporal.client, world)).result();
  expect(summary).toMatchObject({
    kinds: ['flavor', 'server'],
    servers: { migrated: 3 },
    created: 1,
    reused: 2,
    waiting: 0,
    running: 0,
  });
  const planned = stepsOf(world);
  expect(planned.indexOf('copyItems')).toBeLessThan(planned.indexOf('planProject'));
});

test('what has been copied is counted while more is being copied', async () => {
  const { world } = worldOf([0]);
  const { behaviour, open } = gated();
  world.on('copyItems', behaviour, 'n1');
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('flavor/f1'), item('flavor/f2')], [item('network/n1')]],
    reused: 1,
  };
  const handle = await startMigration(temporal.client, world);
  await world.called('copyItems', 'n1');
  const migration = await findMigration(temporal.client, world.spec.name);
  const { summary } = await readAccount(temporal.client, migration);
  expect(summary).toMatchObject({ created: 2, reused: 1, failedItems: [] });
  open();
  expect(await handle.result()).toMatchObject({ created: 3, reused: 1 });
});

test('a migration that narrows nothing plans for all servers', async () => {
  const { world } = worldOf([0]);
  await (await startMigration(temporal.client, world)).result();
  const [, only] = world.calls.find((call) => call.step === 'planMigration')?.args ?? [];
  // An empty list would narrow the plan to no server at all.
  expect(only ?? undefined).toBeUndefined();
});

test('a migration narrowed to some servers plans, and migrates, those alone', async () => {
  const { world, ids } = worldOf([3]);
  const only = [ids[0]?.[1] ?? ''];
  const summary = await (await startMigration(temporal.client, world, { only })).result();
  expect(world.calls.find((call) => call.step === 'planMigration')?.args[1]).toEqual(only);
  expect(summary.servers).toEqual({ migrated: 1 });
});

test('a migration stops at a blocker before anything is changed, and says what to do', async () => {
  const { world } = worldOf([1]);
  const blocker = {
    severity: 'blocker' as const,
    code: 'quota-exceeded',
    subject: 'new',
    message: 'The quota of cores is 2.',
    remedy: 'Raise it.',
  };
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('flavor/f1')]],
    concerns: [{ ...blocker, name: 'cores', others: ['ram', 'ports'], more: 4 }],
  };
  const handle = await startMigration(temporal.client, world);
  expect(await failureOf(handle.result())).toContain(
    '7 blockers, nothing was changed: The quota of cores is 2. Raise it.',
  );
  expect(stepsOf(world)).toEqual(['planMigration']);
});

test('a migration of a saved plan stops where the clouds are no longer so, before anything is changed', async () => {
  const { world } = worldOf([1]);
  const seal = { digest: 'd', items: 'i' };
  world.on('planMigration', fails('flavor f1: now reuse'));
  const handle = await startMigration(temporal.client, world, { seal });
  expect(await failureOf(handle.result())).toContain('flavor f1: now reuse');
  expect(stepsOf(world)).toEqual(['planMigration']);
});

test('of a saved plan those servers alone are migrated that it has, whatever came since', async () => {
  const { world, ids } = worldOf([3, 1]);
  const [first = [], second = []] = ids;
  world.migrationPlan = {
    projects: [
      { id: 'p1', name: 'project 1', only: first.slice(1) },
      { id: 'p2', name: 'project 2', only: second },
    ],
  };
  const seal = { digest: 'd', items: 'i' };
  const summary = await (await startMigration(temporal.client, world, { seal })).result();
  expect(world.calls.find((call) => call.step === 'planMigration')?.args[2]).toEqual(seal);
  expect(summary.servers).toEqual({ migrated: 3 });
});

test('a migration whose clouds cannot be surveyed fails with the cloud’s words', async () => {
  const { world } = worldOf([1]);
  world.on('planMigration', fails('old: login refused'));
  const handle = await startMigration(temporal.client, world);
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(stepsOf(world)).toEqual(['planMigration']);
});

test('a project that cannot be surveyed does not stop its neighbour, and is told', async () => {
  const { world } = worldOf([1, 1]);
  world.on('planProject', fails('old: 403'), 'p1');
  const summary = await (await startMigration(temporal.client, world)).result();
  expect(summary.servers).toEqual({ migrated: 1 });
  expect(summary.failedItems).toEqual([
    { key: 'project/p1', name: 'project 1', error: 'old: 403' },
  ]);
});

test('what is shared and could not be copied is told to the projects, and not copied again', async () => {
  const { world } = worldOf([0]);
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('flavor/f1')], [item('flavor/f2')]],
  };
  world.on('copyItems', fails('new: quota'), 'f1');
  const summary = await (await startMigration(temporal.client, world)).result();
  expect(summary.failedItems).toMatchObject([{ key: 'flavor/f1', error: 'new: quota' }]);
  const known = world.calls.find((call) => call.step === 'planProject')?.args[2];
  expect(known).toEqual(expect.arrayContaining(['flavor/f1', 'flavor/f2']));
});

test('of more than 100 that could not be copied the others are counted', async () => {
  const { world } = worldOf([0]);
  const flavors = Array.from({ length: 130 }, (_none, index) => item(`flavor/f${index}`));
  world.migrationPlan = { ...world.migrationPlan, levels: [flavors] };
  for (const { key } of flavors) world.on('copyItems', fails('new: quota'), key.split('/')[1]);
  const summary = await (await startMigration(temporal.client, world)).result();
  expect(summary.failedItems).toHaveLength(100);
  expect(summary.moreFailedItems).toBe(30);
});

test('what names something that could not be copied is told so', async () => {
  const { world } = worldOf([0]);
  const user = item('user/u1', { needs: [0, 1] });
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('project/p9')], [item('domain/d1')], [user]],
    order: ['project/p9', 'domain/d1'],
  };
  world.on('copyItems', fails('new: refused'), 'p9');
  const { failedItems } = await (await startMigration(temporal.client, world)).result();
  expect(failedItems).toMatchObject([{ key: 'project/p9' }]);
  const copies = world.calls.filter((call) => call.step === 'copyItems');
  expect(copies.find(({ of }) => of === 'u1')?.args.slice(2)).toEqual([
    { 'domain/d1': expect.any(String) as string },
    ['project/p9'],
  ]);
});

test('two migrations to one destination copy one after the other, and both come to their end', async () => {
  const first = worldOf([1]).world;
  const second = worldOf([1]).world;
  for (const world of [first, second]) {
    world.migrationPlan = { ...world.migrationPlan, levels: [[item('network/n1')]] };
  }
  const { behaviour, open } = gated();
  first.on('copyItems', behaviour, 'n1');
  const one = await startMigration(temporal.client, first);
  await first.called('copyItems', 'n1');
  const two = await startMigration(temporal.client, second);
  await second.called('planMigration');
  await setTimeout(1000);
  expect(stepsOf(second)).toEqual(['planMigration']);
  open();
  expect((await one.result()).servers).toEqual({ migrated: 1 });
  expect((await two.result()).servers).toEqual({ migrated: 1 });
});

test('retry on a running migration runs the failed servers of a project that had ended', async () => {
  const { world, ids } = worldOf([2, 1]);
  const failing = ids[0]?.[0] ?? '';
  const { behaviour, open } = gated();
  world.on('createServer', failsFirst('no valid host'), failing);
  world.on('createServer', behaviour, ids[1]?.[0]);
  const handle = await startMigration(temporal.client, world);
  await failed(handle);
  const spec: Spec = { ...world.spec, mappings: { flavor: { small: 'large' } } };
  await handle.executeUpdate(retryUpdate, { args: [{ servers: [], spec }] });
  await world.called('finishServer', failing);
  open();
  const summary = await handle.result();
  expect(summary.failedServers).toEqual([]);
  const last = world.calls.findLast((call) => call.step === 'createServer' && call.of === failing);
  // Without its selection, which may be long.
  expect(last?.args[0]).toEqual({ ...spec, select: undefined });
});

test('after a retry, the summary still counts the servers that had been migrated before', async () => {
  const { world, ids } = worldOf([2, 1]);
  const { behaviour, open } = gated();
  world.on('createServer', failsFirst('no valid host'), ids[0]?.[0]);
  world.on('createServer', behaviour, ids[1]?.[0]);
  const handle = await startMigration(temporal.client, world);
  await failed(handle);
  await handle.executeUpdate(retryUpdate, { args: [{ servers: [] }] });
  await world.called('finishServer', ids[0]?.[0]);
  open();
  expect((await handle.result()).servers).toMatchObject({ migrated: 3 });
});

test('after a retry, the summary still counts once what its plan leaves out, also while it runs', async () => {
  const { world, ids } = worldOf([1, 1]);
  const [[failing = ''] = [], [other] = []] = ids;
  const concern = {
    severity: 'warning' as const,
    code: 'rebuilt',
    subject: 'server/s0',
    message: 'Server s0 is rebuilt.',
    remedy: 'Keep it.',
    name: 's0',
    others: ['s1'],
    more: 2850,
  };
  world.projectPlans.set('p1', projectPlan([failing], { concerns: [concern] }));
  world.on('createServer', failsFirst('no valid host'), failing);
  const first = gated();
  const again = gated();
  world.on('createServer', first.behaviour, other);
  world.on('finishServer', again.behaviour, failing);
  const handle = await startMigration(temporal.client, world);
  await failed(handle);
  await handle.executeUpdate(retryUpdate, { args: [{ servers: [failing] }] });
  await world.called('finishServer', failing);
  const running = await findMigration(temporal.client, world.spec.name);
  const { summary } = await readAccount(temporal.client, running);
  expect(summary?.concerns).toEqual([concern]);
  for (const { open } of [first, again]) open();
  expect((await handle.result()).concerns).toEqual([concern]);
});

test('paused before its projects begin, a migration begins no server until it is resumed', async () => {
  const { world } = worldOf([2]);
  const { behaviour, open } = gated();
  world.on('planMigration', behaviour);
  const handle = await startMigration(temporal.client, world);
  await world.called('planMigration');
  await handle.executeUpdate(pauseUpdate);
  open();
  await world.called('planProject');
  await setTimeout(1500);
  expect(stepsOf(world)).toEqual(['planMigration', 'planProject']);
  await handle.executeUpdate(resumeUpdate);
  expect((await handle.result()).servers).toEqual({ migrated: 2 });
});

test('paused, a migration says so and tells the projects that run', async () => {
  const { world, ids } = worldOf([2, 2], { limits: { servers: 1 } });
  const { behaviour, open } = gated();
  world.on('createServer', behaviour);
  const handle = await startMigration(temporal.client, world);
  await Promise.all(ids.map((each) => world.called('createServer', each[0])));
  await handle.executeUpdate(pauseUpdate);
  open();
  await Promise.all(ids.map((each) => world.called('finishServer', each[0])));
  await setTimeout(1000);
  expect(stepsOf(world).filter((step) => step === 'inspectServer')).toHaveLength(2);
  expect((await handle.query(summaryQuery)).paused).toBe(true);
  await handle.executeUpdate(resumeUpdate);
  expect((await handle.result()).servers).toEqual({ migrated: 4 });
});

test('a new window reaches the projects that run', async () => {
  const { world, ids } = worldOf([3], { limits: { servers: 1 } });
  const { behaviour, open } = gated();
  world.on('createServer', behaviour);
  const handle = await startMigration(temporal.client, world);
  await world.called('createServer', ids[0]?.[0]);
  await handle.executeUpdate(setWindowUpdate, { args: [3] });
  await world.called('createServer', undefined, 3);
  open();
  expect((await handle.result()).servers).toEqual({ migrated: 3 });
});

test('cancelled, a migration waits until its servers are brought back, and sums up', async () => {
  const { world, ids } = worldOf([1, 1]);
  world.on('createServer', hangs);
  const handle = await startMigration(temporal.client, world);
  await Promise.all(ids.map((each) => world.called('createServer', each[0])));
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow(WorkflowFailedError);
  expect(await handle.query(summaryQuery)).toMatchObject({ servers: { cancelled: 2 }, running: 0 });
  for (const [id = ''] of ids) {
    expect(world.steps(id).slice(-3)).toEqual(['removeServer', 'restoreSource', 'removeItems']);
  }
});

test('cancelled while it copies, a migration begins no project', async () => {
  const { world } = worldOf([1]);
  world.migrationPlan = { ...world.migrationPlan, levels: [[item('flavor/f1')]] };
  world.on('copyItems', hangs);
  const handle = await startMigration(temporal.client, world);
  await world.called('copyItems');
  await handle.cancel();
  await handle.result().catch(() => undefined);
  expect(stepsOf(world)).toEqual(['planMigration', 'copyItems']);
});

test('cancelled while it copies into projects it has just made, a migration gives its roles back', async () => {
  const { world } = worldOf([1]);
  world.migrationPlan = {
    ...world.migrationPlan,
    levels: [[item('project/p9')], [item('server-group/g1')]],
    entered: [{ id: 'p9', name: 'project 9' }],
  };
  world.on('copyItems', hangs, 'g1');
  const handle = await startMigration(temporal.client, world);
  await world.called('copyItems', 'g1');
  await handle.cancel();
  await handle.result().catch(() => undefined);
  expect(world.calls.at(-1)).toMatchObject({ step: 'takeAccess', args: [{}, null, 'p9'] });
});

test('a project is told the ids its own servers need, and its own servers where they are named', async () => {
  const { world, ids } = worldOf([1, 1]);
  world.spec.select!.servers = ids.flat();
  world.migrationPlan = {
    projects: [
      { id: 'p1', name: 'project 1', only: ids[0]!, needs: [0] },
      { id: 'p2', name: 'project 2', only: ids[1]!, needs: [0, 1] },
    ],
    forProjects: ['flavor/f1', 'flavor/f2'],
    ids: { 'flavor/f1': 'd1', 'flavor/f2': 'd2', 'flavor/f3': 'd3' },
  };
  const summary = await (await startMigration(temporal.client, world)).result();
  expect(summary.servers).toEqual({ migrated: 2 });
  const calls = world.calls.filter((call) => call.step === 'planProject');
  expect(calls.map(({ args }) => args[2])).toEqual(
    expect.arrayContaining([['flavor/f1'], ['flavor/f1', 'flavor/f2']]),
  );
  for (const { args } of calls) expect((args[0] as Spec).select?.servers).toBeUndefined();
});

test('retry runs the servers of a project that had ended also where what all share had failed, and is mended', async () => {
  const { world, ids } = worldOf([1, 1]);
  const [[failing = ''] = [], [other] = []] = ids;
  world.migrationPlan = { ...world.migrationPlan, levels: [[item('flavor/f1')]] };
  world.on('copyItems', failsFirst('new: quota'), 'f1');
  world.on('createServer', failsFirst('no such flavor'), failing);
  const { behaviour, open } = gated();
  world.on('createServer', behaviour, other);
  const handle = await startMigration(temporal.client, world);
  await failed(handle);
  await handle.executeUpdate(retryUpdate, { args: [{ servers: [failing] }] });
  await world.called('finishServer', failing);
  const last = world.calls.findLast((call) => call.step === 'planProject' && call.of === 'p1');
  // Else it would not be copied, and the servers that need it would fail again.
  expect(last?.args[2]).not.toContain('flavor/f1');
  open();
  await handle.result();
});

test('retry of a migration that ended takes up its failed servers, and what was copied for itself and failed', async () => {
  const { world, ids } = worldOf([2]);
  const failing = ids[0]?.[0] ?? '';
  world.migrationPlan = { ...world.migrationPlan, levels: [[item('server-group/g1')]] };
  world.on('copyItems', failsFirst('new: quota'), 'g1');
  world.on('createServer', failsFirst('no valid host'), failing);
  await (await startMigration(temporal.client, world)).result();
  const { name } = world.spec;
  const retried = () => retryMigration(temporal.client, { name, servers: [] });
  // What was searched for is written a little later.
  await expect.poll(() => retried(), { timeout: 60_000 }).toEqual({ how: 'restarted', servers: 1 });
  await world.called('planMigration', undefined, 2);
  const { args } = world.calls.findLast((call) => call.step === 'planMigration')!;
  expect(args.slice(1)).toEqual([[failing], undefined, true]);
  await temporal.client.workflow.getHandle(migrationWorkflowId(name)).result();
});

test('no more than four projects run at once', async () => {
  const { world } = worldOf([1, 1, 1, 1, 1, 1]);
  const { behaviour, open } = gated();
  world.on('createServer', behaviour);
  const handle = await startMigration(temporal.client, world);
  await world.called('createServer', undefined, 4);
  await setTimeout(1000);
  expect(stepsOf(world).filter((step) => step === 'planProject')).toHaveLength(4);
  open();
  expect((await handle.result()).servers).toEqual({ migrated: 6 });
});
