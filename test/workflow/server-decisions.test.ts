import type { WorkflowHandleWithStartDetails } from '@temporalio/client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ServerProgress } from '../../src/model/report.ts';
import type { Spec } from '../../src/model/spec.ts';
import { approveUpdate, decideUpdate, progressQuery } from '../../src/workflows/messages.ts';
import type { server } from '../../src/workflows/server.ts';
import { startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import {
  fails,
  failsFirst,
  inspectionOf,
  item,
  newServerId,
  newWorld,
  scriptedActivities,
} from './harness/world.ts';
import type { SpecWords, Step, World } from './harness/world.ts';

let temporal: Temporal;
beforeAll(async () => {
  temporal = await startTemporal({ activities: scriptedActivities });
});
afterAll(() => temporal.stop());

type Handle = WorkflowHandleWithStartDetails<typeof server>;

async function reaches(handle: Handle, phase: ServerProgress['phase']): Promise<ServerProgress> {
  // Not `expect.poll`: which of several tests at once it belongs to, it does not know.
  return vi.waitFor(
    async () => {
      const progress = await handle.query(progressQuery);
      expect(progress.phase).toBe(phase);
      return progress;
    },
    { timeout: 60_000, interval: 30 },
  );
}

async function held(arrange: (world: World, id: string) => void, words: SpecWords['server'] = {}) {
  const world = newWorld({ server: { onFailure: 'hold', ...(words as object) } });
  const id = newServerId();
  arrange(world, id);
  const handle = await startServer(temporal.client, world, id);
  const progress = await reaches(handle, 'held');
  return { world, id, handle, progress };
}

const decide = (
  handle: Handle,
  action: 'retry' | 'skip' | 'rollback',
  spec?: Spec,
): Promise<void> =>
  handle.executeUpdate(decideUpdate, {
    args: [{ action, ...(spec === undefined ? {} : { spec }) }],
  });

const UNDONE: readonly Step[] = ['removeServer', 'restoreSource', 'removeItems'];
const count = (world: World, id: string, step: Step): number =>
  world.steps(id).filter((each) => each === step).length;

test.concurrent(
  'a held server shows its error, and nothing of it is undone while it waits',
  async () => {
    const { world, id, handle, progress } = await held((world) =>
      world.on('createServer', fails('no valid host')),
    );
    expect(progress).toMatchObject({ id, phase: 'held', error: 'no valid host' });
    expect(world.steps(id).at(-1)).toBe('createServer');
    await decide(handle, 'rollback');
    expect(await handle.result()).toMatchObject({ outcome: 'compensated', error: 'no valid host' });
    expect(world.steps(id).slice(-3)).toEqual(UNDONE);
  },
);

test.concurrent('retry of a held server goes on with what was made, and migrates it', async () => {
  const { world, id, handle } = await held((world) =>
    world.on('createServer', failsFirst('no valid host')),
  );
  await decide(handle, 'retry');
  const result = await handle.result();
  expect(result.outcome).toBe('migrated');
  expect(result).not.toHaveProperty('error');
  for (const step of UNDONE) expect(world.steps(id)).not.toContain(step);
});

test.concurrent('a server that fails again after a retry is held again', async () => {
  const { world, id, handle } = await held((world) =>
    world.on('createServer', failsFirst('no valid host', 2)),
  );
  await decide(handle, 'retry');
  await world.called('createServer', id, 2);
  await reaches(handle, 'held');
  expect(count(world, id, 'createServer')).toBe(2);
  await decide(handle, 'rollback');
  expect((await handle.result()).outcome).toBe('compensated');
});

test.concurrent(
  'a retry looks at the source again: what changed on it meanwhile counts',
  async () => {
    const { world, id, handle } = await held((world, id) => {
      world.on('lockSource', failsFirst('it has other ports or addresses'));
      let looks = 0;
      world.on('inspectServer', () => {
        looks += 1;
        return looks === 1
          ? undefined
          : inspectionOf(id, { levels: [[item(`port/${id}`), item('port/added')]] });
      });
    });
    await decide(handle, 'retry');
    expect((await handle.result()).outcome).toBe('migrated');
    const locks = world.calls.filter((call) => call.step === 'lockSource' && call.of === id);
    expect(locks.at(-1)?.args[3]).toEqual([item(`port/${id}`), item('port/added')]);
  },
);

test.concurrent(
  'retry with a changed spec undoes the last try, and begins anew with the new spec',
  async () => {
    const { world, id, handle } = await held((world) =>
      world.on('createServer', failsFirst('wrong flavor')),
    );
    const changed: Spec = { ...world.spec, mappings: { 'availability-zone': { nova: 'az1' } } };
    await decide(handle, 'retry', changed);
    expect((await handle.result()).outcome).toBe('migrated');
    const steps = world.steps(id);
    const first = steps.indexOf('createServer');
    expect(steps.slice(first + 1, first + 5)).toEqual([...UNDONE, 'inspectServer']);
    const creates = world.calls.filter((call) => call.step === 'createServer');
    expect(creates.map((call) => (call.args[0] as Spec).mappings)).toEqual([{}, changed.mappings]);
  },
);

test.concurrent(
  'retry with other mappings of resources is refused: they were looked up before',
  async () => {
    const { world, handle } = await held((world) =>
      world.on('createServer', failsFirst('wrong flavor')),
    );
    const changed: Spec = { ...world.spec, mappings: { flavor: { small: 'large' } } };
    await expect(decide(handle, 'retry', changed)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('the mappings or sharedSegments differ') },
    });
    await decide(handle, 'rollback');
    expect((await handle.result()).outcome).toBe('compensated');
  },
);

test.concurrent('what the last try made is undone with the spec that made it', async () => {
  const { world, handle } = await held((world) =>
    world.on('createServer', failsFirst('wrong flavor')),
  );
  await decide(handle, 'retry', {
    ...world.spec,
    mappings: { 'availability-zone': { nova: 'az1' } },
  });
  await handle.result();
  const removal = world.calls.find((call) => call.step === 'removeServer');
  expect(removal?.args[0]).toMatchObject({ name: world.spec.name, mappings: {} });
});

test.concurrent(
  'a retry with a changed spec ends as compensation-failed where the last try cannot be undone',
  async () => {
    const { world, id, handle } = await held((world) => {
      world.on('createServer', fails('wrong flavor'));
      world.on('removeServer', fails('new: it stays'));
    });
    await decide(handle, 'retry', {
      ...world.spec,
      mappings: { 'availability-zone': { nova: 'az1' } },
    });
    const result = await handle.result();
    expect(result.concerns.map((each) => each.code)).toEqual(['not-undone']);
    expect(result.outcome).toBe('compensation-failed');
    expect(count(world, id, 'createServer')).toBe(1);
  },
);

test.concurrent(
  'skip of a held server undoes what was begun, and counts as the operator’s word',
  async () => {
    const { world, id, handle } = await held((world) => world.on('verifyServer', fails('no ping')));
    await decide(handle, 'skip');
    expect((await handle.result()).outcome).toBe('skipped');
    expect(world.steps(id).slice(-3)).toEqual(UNDONE);
  },
);

test.concurrent(
  'a server held in its retirement is never undone: rollback ends it as retire-failed',
  async () => {
    const { world, id, handle } = await held((world) =>
      world.on('stopSource', fails('old: it will not stop')),
    );
    await decide(handle, 'rollback');
    expect((await handle.result()).outcome).toBe('retire-failed');
    for (const step of UNDONE) expect(world.steps(id)).not.toContain(step);
  },
);

test.concurrent(
  'a server held because its mark could not be set is marked before its source is retired',
  async () => {
    const { world, id, handle } = await held((world) =>
      world.on('markVerified', failsFirst('new: no tags')),
    );
    await decide(handle, 'retry');
    expect((await handle.result()).outcome).toBe('migrated');
    const steps = world.steps(id);
    expect(count(world, id, 'markVerified')).toBe(2);
    expect(steps.lastIndexOf('markVerified')).toBeLessThan(steps.indexOf('fenceSource'));
    expect(count(world, id, 'createServer')).toBe(1);
  },
);

test.concurrent('a server that is under way takes no decision', async () => {
  const world = newWorld({ server: { approve: ['cutover'] } });
  const id = newServerId();
  const handle = await startServer(temporal.client, world, id);
  await reaches(handle, 'awaiting-cutover');
  await expect(decide(handle, 'retry')).rejects.toThrow();
  await decide(handle, 'skip');
  expect((await handle.result()).outcome).toBe('skipped');
});

test.concurrent(
  'a server waits at the cutover gate before its source is touched, and looks again when it is opened',
  async () => {
    const world = newWorld({ server: { approve: ['cutover'] } });
    const id = newServerId();
    const handle = await startServer(temporal.client, world, id);
    await reaches(handle, 'awaiting-cutover');
    expect(world.steps(id)).toEqual(['inspectServer', 'copyItems', 'copyItems']);
    await handle.executeUpdate(approveUpdate, { args: ['cutover'] });
    expect((await handle.result()).outcome).toBe('migrated');
    expect(world.steps(id).slice(3, 7)).toEqual([
      'inspectServer',
      'copyItems',
      'copyItems',
      'lockSource',
    ]);
  },
);

test.concurrent('what its owner added while it waited at the gate is undone as well', async () => {
  const world = newWorld({ server: { approve: ['cutover'] } });
  const id = newServerId();
  const later = [item(`port/${id}`), item('port/added')];
  let looks = 0;
  world.on('inspectServer', () => {
    looks += 1;
    return looks === 1 ? undefined : inspectionOf(id, { levels: [later] });
  });
  world.on('createServer', fails('no valid host'));
  const handle = await startServer(temporal.client, world, id);
  await reaches(handle, 'awaiting-cutover');
  await handle.executeUpdate(approveUpdate, { args: ['cutover'] });
  expect((await handle.result()).outcome).toBe('compensated');
  const removed = world.calls
    .filter((call) => call.step === 'removeItems')
    .flatMap((call) => call.args[1]);
  expect(removed).toEqual(expect.arrayContaining(later));
});

test.concurrent(
  'a server that another run verified while it waited at the gate goes on at the retirement',
  async () => {
    const world = newWorld({ server: { approve: ['cutover'] } });
    const id = newServerId();
    let looks = 0;
    world.on('inspectServer', () => {
      looks += 1;
      return looks === 1
        ? undefined
        : inspectionOf(id, { destination: { state: 'verified', id: `dst-${id}` } });
    });
    const handle = await startServer(temporal.client, world, id);
    await reaches(handle, 'awaiting-cutover');
    await handle.executeUpdate(approveUpdate, { args: ['cutover'] });
    expect((await handle.result()).outcome).toBe('migrated');
    for (const step of ['lockSource', 'createServer', 'settleDestination'] as const) {
      expect(world.steps(id)).not.toContain(step);
    }
  },
);

test.concurrent(
  'a server waits at the retire gate with its source as it is, until it is approved',
  async () => {
    const world = newWorld({ server: { approve: ['retire'] } });
    const id = newServerId();
    const handle = await startServer(temporal.client, world, id);
    await reaches(handle, 'awaiting-retire');
    expect(world.steps(id).at(-1)).toBe('markVerified');
    await handle.executeUpdate(approveUpdate, { args: ['retire'] });
    expect((await handle.result()).outcome).toBe('migrated');
  },
);

test.concurrent('rollback at the retire gate brings everything back', async () => {
  const world = newWorld({ server: { approve: ['retire'] } });
  const id = newServerId();
  const handle = await startServer(temporal.client, world, id);
  await reaches(handle, 'awaiting-retire');
  await decide(handle, 'rollback');
  const result = await handle.result();
  expect(result.outcome).toBe('compensated');
  expect(result).not.toHaveProperty('destinationId');
  expect(world.steps(id).slice(-3)).toEqual(UNDONE);
});

test.concurrent(
  'rollback at the retire gate brings everything back also where an earlier run had verified it',
  async () => {
    const world = newWorld({ server: { approve: ['retire'] } });
    const id = newServerId();
    world.on('inspectServer', () =>
      inspectionOf(id, { destination: { state: 'verified', id: `dst-${id}` } }),
    );
    const handle = await startServer(temporal.client, world, id);
    await reaches(handle, 'awaiting-retire');
    await decide(handle, 'rollback');
    expect((await handle.result()).outcome).toBe('compensated');
    expect(world.steps(id).slice(-3)).toEqual(UNDONE);
  },
);
