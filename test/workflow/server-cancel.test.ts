import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { progressQuery } from '../../src/workflows/messages.ts';
import { startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import { fails, gated, hangs, newServerId, newWorld, scriptedActivities } from './harness/world.ts';
import type { Step } from './harness/world.ts';

let temporal: Temporal;
beforeAll(async () => {
  temporal = await startTemporal({ activities: scriptedActivities });
});
afterAll(() => temporal.stop());

const UNDONE: readonly Step[] = ['removeServer', 'restoreSource', 'removeItems'];

test.concurrent.each<[Step, readonly Step[]]>([
  ['inspectServer', []],
  ['copyItems', ['removeItems']],
  ['lockSource', ['restoreSource', 'removeItems']],
  ['quiesceSource', ['restoreSource', 'removeItems']],
  ['createServer', UNDONE],
  ['settleDestination', UNDONE],
  ['associateAddresses', UNDONE],
  ['verifyServer', UNDONE],
])(
  'cancelled in %s, a server ends as cancelled with what was begun undone',
  async (step, undone) => {
    const world = newWorld();
    const id = newServerId();
    world.on(step, hangs);
    const handle = await startServer(temporal.client, world, id);
    await world.called(step, id);
    await handle.cancel();
    const result = await handle.result();
    expect(result.outcome).toBe('cancelled');
    const steps = world.steps(id);
    expect(steps.slice(steps.lastIndexOf(step) + 1)).toEqual(undone);
  },
);

test.concurrent('a cancellation whose undoing fails ends as compensation-failed', async () => {
  const world = newWorld();
  const id = newServerId();
  world.on('createServer', hangs);
  world.on('restoreSource', fails('old: no answer'));
  const handle = await startServer(temporal.client, world, id);
  await world.called('createServer', id);
  await handle.cancel();
  const result = await handle.result();
  expect(result.outcome).toBe('compensation-failed');
  expect(world.steps(id).slice(-3)).toEqual(UNDONE);
});

test.concurrent.each(['markVerified', 'fenceSource', 'wakeSource', 'stopSource'] as const)(
  'cancelled in %s, a verified server is retired to the end',
  async (step) => {
    const world = newWorld();
    const id = newServerId();
    const { behaviour, open } = gated();
    world.on(step, behaviour);
    const handle = await startServer(temporal.client, world, id);
    await world.called(step, id);
    await handle.cancel();
    open();
    expect(await handle.result()).toMatchObject({
      outcome: 'migrated',
      destinationId: `dst-${id}`,
    });
    expect(world.steps(id).at(-1)).toBe('finishServer');
  },
);

test.concurrent(
  'cancelled at the cutover gate, its ports are removed and its source was never touched',
  async () => {
    const world = newWorld({ server: { approve: ['cutover'] } });
    const id = newServerId();
    const handle = await startServer(temporal.client, world, id);
    await world.called('copyItems', id, 2);
    await handle.cancel();
    expect((await handle.result()).outcome).toBe('cancelled');
    expect(world.steps(id)).toEqual(['inspectServer', 'copyItems', 'copyItems', 'removeItems']);
  },
);

test.concurrent(
  'cancelled at the retire gate, the verified destination stays and the result says what is left',
  async () => {
    const world = newWorld({ server: { approve: ['retire'] } });
    const id = newServerId();
    const handle = await startServer(temporal.client, world, id);
    await world.called('markVerified', id);
    await handle.cancel();
    expect(await handle.result()).toMatchObject({
      outcome: 'retire-failed',
      destinationId: `dst-${id}`,
    });
    expect(world.steps(id).at(-1)).toBe('markVerified');
  },
);

test.concurrent(
  'cancelled while held, a server ends as cancelled with what was begun undone',
  async () => {
    const world = newWorld({ server: { onFailure: 'hold' } });
    const id = newServerId();
    world.on('createServer', fails('no valid host'));
    const handle = await startServer(temporal.client, world, id);
    // Not `expect.poll`: which of several tests at once it belongs to, it does not know.
    await vi.waitFor(
      async () => expect(await handle.query(progressQuery)).toMatchObject({ phase: 'held' }),
      { timeout: 60_000 },
    );
    await handle.cancel();
    const result = await handle.result();
    expect(world.steps(id).slice(-3)).toEqual(UNDONE);
    expect(result).toMatchObject({ outcome: 'cancelled' });
  },
);
