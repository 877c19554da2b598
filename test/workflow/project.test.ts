import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverWorkflowId } from '../../src/model/names.ts';
import {
  approveUpdate,
  pauseUpdate,
  progressQuery,
  resumeUpdate,
  retrySignal,
  setWindowUpdate,
  summaryQuery,
} from '../../src/workflows/messages.ts';
import { startProject, startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import {
  fails,
  failsFirst,
  gated,
  hangs,
  item,
  lookUps,
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

function worldOf(servers: number, words: SpecWords = {}): { world: World; ids: string[] } {
  const world = newWorld(words);
  const ids = Array.from({ length: servers }, newServerId);
  world.projectPlans.set('p1', projectPlan(ids));
  return { world, ids };
}

/** Counts how many servers are between their first and last step. */
function watchWindow(world: World): { most: () => number } {
  const under = new Set<string>();
  let most = 0;
  world.on('inspectServer', async ({ of }) => {
    under.add(of);
    most = Math.max(most, under.size);
    await setTimeout(100);
  });
  world.on('finishServer', ({ of }) => void under.delete(of));
  return { most: () => most };
}

const inspected = (world: World): string[] =>
  world.calls.filter((call) => call.step === 'inspectServer').map((call) => call.of);

test('a window of servers is under way at once, never more, and all are migrated', async () => {
  const { world } = worldOf(7, { limits: { servers: 3 } });
  const { most } = watchWindow(world);
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary).toMatchObject({
    servers: { migrated: 7 },
    waiting: 0,
    running: 0,
    failedServers: [],
  });
  expect(most()).toBe(3);
});

test('a failed server stops none of its neighbours', async () => {
  const { world, ids } = worldOf(4, { limits: { servers: 1 } });
  world.on('createServer', fails('no valid host'), ids[1]);
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary.servers).toEqual({ migrated: 3, compensated: 1 });
  expect(summary.failedServers).toMatchObject([
    { id: ids[1], outcome: 'compensated', error: 'no valid host' },
  ]);
});

test('the project is told of each server exactly once', async () => {
  const { world, ids } = worldOf(3);
  world.on('createServer', fails('no valid host'), ids[0]);
  const handle = await startProject(temporal.client, world);
  await handle.result();
  const { events = [] } = await handle.fetchHistory();
  const signals = events?.flatMap(
    (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
  );
  expect(signals).toEqual(['serverEnded', 'serverEnded', 'serverEnded']);
});

test('a server that waits for a person takes no place in the window', async () => {
  const { world, ids } = worldOf(3, { limits: { servers: 1 }, server: { onFailure: 'hold' } });
  world.on('createServer', fails('no valid host'), ids[0]);
  const handle = await startProject(temporal.client, world);
  await world.called('finishServer', ids[2]);
  const first = temporal.client.workflow.getHandle(serverWorkflowId('old', ids[0] ?? ''));
  expect(await first.query(progressQuery)).toMatchObject({ phase: 'held' });
  await handle.cancel();
  expect((await handle.result()).servers).toMatchObject({ migrated: 2 });
});

test('servers at a gate let the next ones come, and take their place again when approved', async () => {
  const { world, ids } = worldOf(3, { limits: { servers: 1 }, server: { approve: ['cutover'] } });
  const handle = await startProject(temporal.client, world);
  await Promise.all(ids.map((id) => world.called('copyItems', id, 2)));
  for (const id of ids) {
    const server = temporal.client.workflow.getHandle(serverWorkflowId('old', id));
    await server.executeUpdate(approveUpdate, { args: ['cutover'] });
  }
  expect((await handle.result()).servers).toEqual({ migrated: 3 });
});

test('a server that another migration has under way is refused, by that migration’s name', async () => {
  const { world, ids } = worldOf(1);
  const other = newWorld();
  other.projectPlans.set('p1', projectPlan(ids));
  other.on('createServer', hangs);
  const holder = await startProject(temporal.client, other);
  await other.called('createServer', ids[0]);
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary.servers).toEqual({ refused: 1 });
  expect(summary.failedServers[0]?.error).toContain(other.spec.name);
  expect(world.steps(ids[0] ?? '')).toEqual([]);
  await holder.cancel();
  expect((await holder.result()).servers).toEqual({ cancelled: 1 });
});

test('a server of the same migration that still runs is taken over by its next project workflow', async () => {
  const { world, ids } = worldOf(2, { limits: { servers: 2 } });
  const { behaviour, open } = gated();
  world.on('createServer', behaviour, ids[0]);
  const first = await startProject(temporal.client, world);
  await world.called('createServer', ids[0]);
  await first.terminate('the test');
  const second = await startProject(temporal.client, world);
  await expect
    .poll(() => second.query(summaryQuery), { timeout: 60_000 })
    .toMatchObject({ running: 1, servers: { migrated: 1 } });
  open();
  expect((await second.result()).servers).toEqual({ migrated: 2 });
  expect(world.steps(ids[0] ?? '').filter((step) => step === 'inspectServer')).toHaveLength(1);
});

test('a server that ends while its next project workflow looks who has it is counted, and not begun again', async () => {
  const { world, ids } = worldOf(1);
  const [id = ''] = ids;
  const workflowId = serverWorkflowId('old', id);
  const { behaviour, open } = gated();
  world.on('createServer', behaviour);
  const first = await startProject(temporal.client, world);
  await world.called('createServer', id);
  await first.terminate('the test');
  lookUps.set(workflowId, async () => {
    open();
    await temporal.client.workflow.getHandle(workflowId).result();
  });
  const second = await startProject(temporal.client, world);
  expect((await second.result()).servers).toEqual({ migrated: 1 });
  expect(world.steps(id).filter((step) => step === 'inspectServer')).toHaveLength(1);
});

test('paused, a project begins no server; what runs goes on; resumed, it goes on with the rest', async () => {
  const { world, ids } = worldOf(3, { limits: { servers: 1 } });
  const { behaviour, open } = gated();
  world.on('createServer', behaviour, ids[0]);
  const handle = await startProject(temporal.client, world);
  await world.called('createServer', ids[0]);
  await handle.executeUpdate(pauseUpdate);
  open();
  await expect
    .poll(() => handle.query(summaryQuery), { timeout: 60_000 })
    .toMatchObject({ waiting: 2, running: 0, servers: { migrated: 1 } });
  await setTimeout(500);
  expect(inspected(world)).toEqual([ids[0]]);
  await handle.executeUpdate(resumeUpdate);
  expect((await handle.result()).servers).toEqual({ migrated: 3 });
});

test('a wider window lets more servers begin at once', async () => {
  const { world, ids } = worldOf(4, { limits: { servers: 1 } });
  const { behaviour, open } = gated();
  world.on('createServer', behaviour);
  const handle = await startProject(temporal.client, world);
  await world.called('createServer', ids[0]);
  await handle.executeUpdate(setWindowUpdate, { args: [4] });
  await Promise.all(ids.map((id) => world.called('createServer', id)));
  open();
  expect((await handle.result()).servers).toEqual({ migrated: 4 });
});

test('retry runs a failed server of a running project again, with the changed spec', async () => {
  const { world, ids } = worldOf(2, { limits: { servers: 2 } });
  const [failing = '', slow = ''] = ids;
  const { behaviour, open } = gated();
  world.on('createServer', failsFirst('no valid host'), failing);
  world.on('createServer', behaviour, slow);
  const handle = await startProject(temporal.client, world);
  await world.called('removeItems', failing);
  await expect
    .poll(async () => (await handle.query(summaryQuery)).failedServers.length, { timeout: 60_000 })
    .toBe(1);
  const spec = { ...world.spec, mappings: { flavor: { small: 'large' } } };
  await handle.signal(retrySignal, { servers: [failing], spec });
  await world.called('finishServer', failing);
  open();
  expect(await handle.result()).toMatchObject({ servers: { migrated: 2 }, failedServers: [] });
  const last = world.calls.findLast((call) => call.step === 'createServer' && call.of === failing);
  expect(last?.args[0]).toEqual({ ...spec, select: undefined });
});

test('a server that is tried again while its last run has not closed waits for that', async () => {
  const { world, ids } = worldOf(2, { limits: { servers: 2 } });
  const [failing = '', slow = ''] = ids;
  const workflowId = serverWorkflowId('old', failing);
  const [slowly, last] = [gated(), gated()];
  world.on('createServer', failsFirst('no valid host'), failing);
  world.on('createServer', slowly.behaviour, slow);
  const handle = await startProject(temporal.client, world);
  await expect
    .poll(async () => (await handle.query(summaryQuery)).failedServers.length, { timeout: 60_000 })
    .toBe(1);
  await temporal.client.workflow.getHandle(workflowId).result();
  // It tells nobody, as one that has told its end.
  world.on('createServer', last.behaviour, failing);
  const run = await startServer(temporal.client, world, failing);
  await world.called('createServer', failing, 2);
  const met = gated();
  lookUps.set(workflowId, () => Promise.resolve(met.open()));
  await handle.signal(retrySignal, { servers: [failing] });
  await met.behaviour({ step: 'lookUpServer', of: failing, args: [] });
  last.open();
  await run.result();
  await world.called('finishServer', failing, 2);
  slowly.open();
  expect((await handle.result()).servers).toMatchObject({ migrated: 2 });
});

test('a retry that comes while the project is ending is not lost', async () => {
  const { world, ids } = worldOf(1);
  world.projectPlans.set('p1', projectPlan(ids, { ids: { 'project/p1': 'dst-p1' } }));
  const { behaviour, open } = gated();
  world.on('createServer', failsFirst('no valid host'));
  world.on('takeAccess', behaviour);
  const handle = await startProject(temporal.client, world);
  await world.called('takeAccess');
  await setTimeout(300);
  await handle.signal(retrySignal, { servers: [] });
  await setTimeout(300);
  open();
  expect(await handle.result()).toMatchObject({
    servers: { migrated: 1 },
    waiting: 0,
    failedServers: [],
  });
});

test('cancelled, a project brings what runs back, begins nothing more, and gives its role back', async () => {
  const { world, ids } = worldOf(4, { limits: { servers: 2 } });
  world.projectPlans.set('p1', projectPlan(ids, { ids: { 'project/p1': 'dst-p1' } }));
  world.on('createServer', hangs);
  const handle = await startProject(temporal.client, world);
  await Promise.all(ids.slice(0, 2).map((id) => world.called('createServer', id)));
  await handle.cancel();
  const summary = await handle.result();
  expect(summary).toMatchObject({ servers: { cancelled: 2 }, running: 0 });
  expect(inspected(world)).toHaveLength(2);
  expect(world.calls.at(-1)).toMatchObject({ step: 'takeAccess', of: 'p1' });
});

test('cancelled while it meets a server of another migration, a project leaves that server alone', async () => {
  const { world, ids } = worldOf(1);
  const [id = ''] = ids;
  const other = newWorld();
  const { behaviour, open } = gated();
  other.on('createServer', behaviour);
  const holder = await startServer(temporal.client, other, id);
  await other.called('createServer', id);
  const answer = gated();
  const asked = gated();
  lookUps.set(serverWorkflowId('old', id), async () => {
    asked.open();
    await answer.behaviour({ step: 'lookUpServer', of: id, args: [] });
  });
  const handle = await startProject(temporal.client, world);
  await asked.behaviour({ step: 'lookUpServer', of: id, args: [] });
  await handle.cancel();
  await setTimeout(300);
  answer.open();
  expect((await handle.result()).running).toBe(0);
  open();
  expect((await holder.result()).outcome).toBe('migrated');
});

test('a role that cannot be taken away loses no server’s result', async () => {
  const { world, ids } = worldOf(2);
  world.projectPlans.set('p1', projectPlan(ids, { ids: { 'project/p1': 'dst-p1' } }));
  world.on('takeAccess', fails('new: may not'));
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary.servers).toEqual({ migrated: 2 });
  expect(JSON.stringify(summary.concerns)).toContain('may not');
});

test('a server gets the ids of what it needs, and no others', async () => {
  const { world, ids } = worldOf(2);
  const [one = '', two = ''] = ids;
  const servers = [
    { id: one, name: one, needs: [0, 1] },
    { id: two, name: two, needs: [1] },
  ];
  const keys = ['flavor/f1', 'network/n1'];
  world.projectPlans.set('p1', projectPlan([], { servers, keys, levels: [[item('network/n1')]] }));
  await (
    await startProject(temporal.client, world, { ids: { 'flavor/f1': 'F', 'flavor/f2': 'other' } })
  ).result();
  const idsOf = (id: string) =>
    world.calls.find((call) => call.step === 'inspectServer' && call.of === id)?.args[2];
  expect(idsOf(one)).toEqual({ 'flavor/f1': 'F', 'network/n1': 'dst-network/n1' });
  expect(idsOf(two)).toEqual({ 'network/n1': 'dst-network/n1' });
});

test('what could not be copied is told, and the servers that need it fail before they are touched', async () => {
  const { world, ids } = worldOf(2);
  const [needs = '', free = ''] = ids;
  const servers = [
    { id: needs, name: needs, needs: [0] },
    { id: free, name: free, needs: [] },
  ];
  world.projectPlans.set(
    'p1',
    projectPlan([], { servers, keys: ['network/n1'], levels: [[item('network/n1')]] }),
  );
  world.on('copyItems', fails('new: quota of networks'), 'n1');
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary.failedItems).toEqual([
    { key: 'network/n1', name: 'network/n1', error: 'new: quota of networks' },
  ]);
  expect(summary.servers).toEqual({ migrated: 1, failed: 1 });
  expect(summary.failedServers[0]).toMatchObject({ id: needs, outcome: 'failed' });
  expect(summary.failedServers[0]?.error).toContain('network/n1');
  expect(world.steps(needs)).toEqual([]);
});

test('bulky resources are copied one an activity, no more at once than the spec says, after the small ones', async () => {
  const { world } = worldOf(0, { limits: { transfers: 2 } });
  const bulk = Array.from({ length: 5 }, (_each, index) => item(`image/i${index}`, { bulk: true }));
  world.projectPlans.set(
    'p1',
    projectPlan([], { levels: [[...bulk, item('project/p1')], [item('network/n1')]] }),
  );
  let under = 0;
  let most = 0;
  const two = gated();
  world.on('copyItems', async (call) => {
    if (!call.of.startsWith('i')) return;
    under += 1;
    most = Math.max(most, under);
    if (under === 2) two.open();
    await two.behaviour(call);
    await setTimeout(150);
    under -= 1;
  });
  const summary = await (await startProject(temporal.client, world)).result();
  expect(summary.created).toBe(7);
  const copied = world.calls.filter((call) => call.step === 'copyItems').map((call) => call.of);
  expect(copied.slice(0, 2)).toEqual(['p1', 'n1']);
  expect(copied.slice(2).toSorted()).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
  expect(most).toBe(2);
});
