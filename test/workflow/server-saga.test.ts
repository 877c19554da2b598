import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import type { Temporal } from './harness/temporal.ts';
import { fails, inspectionOf, newServerId, newWorld, scriptedActivities } from './harness/world.ts';
import type { SpecWords, Step, World } from './harness/world.ts';

let temporal: Temporal;
beforeAll(async () => {
  temporal = await startTemporal({ activities: scriptedActivities });
});
afterAll(() => temporal.stop());

async function migrate(
  words: SpecWords = {},
  arrange: (world: World, id: string) => void = () => undefined,
) {
  const world = newWorld(words);
  const id = newServerId();
  arrange(world, id);
  const result = await (await startServer(temporal.client, world, id)).result();
  return { world, id, result, steps: world.steps(id) };
}

const FORWARD: readonly Step[] = [
  'inspectServer',
  'copyItems',
  'copyItems',
  'lockSource',
  'quiesceSource',
  'createServer',
  'settleDestination',
  'associateAddresses',
  'verifyServer',
];
const RETIRE: readonly Step[] = [
  'fenceSource',
  'wakeSource',
  'stopSource',
  'unfenceSource',
  'unlockSource',
];

test('a server is carried over in the promised order, and its source retired after it is marked verified', async () => {
  const { id, result, steps } = await migrate();
  expect(steps).toEqual([...FORWARD, 'markVerified', ...RETIRE, 'finishServer']);
  expect(result).toMatchObject({
    id,
    project: 'p1',
    outcome: 'migrated',
    destinationId: `dst-${id}`,
    concerns: [],
  });
  expect(result).not.toHaveProperty('error');
  expect(result.downtimeMs).toBeGreaterThanOrEqual(0);
  expect(result.durationMs).toBeGreaterThanOrEqual(result.downtimeMs ?? 0);
});

test.each<[string, Step[]]>([
  ['shelve', ['shelveSource', 'unlockSource']],
  ['delete', ['deleteSource']],
  ['keep', ['unlockSource']],
])('retire: %s does only its own steps', async (retire, expected) => {
  const { result, steps } = await migrate({ server: { retire, discardRootDisk: true } });
  expect(steps).toEqual([...FORWARD, 'markVerified', ...expected, 'finishServer']);
  expect(result.outcome).toBe('migrated');
});

test('on a segment that both clouds share the source is silenced before its copy is made, and stays so', async () => {
  const { result, steps } = await migrate({}, (world, id) =>
    world.on('inspectServer', () => inspectionOf(id, { sharesSegment: true })),
  );
  const create = FORWARD.indexOf('createServer');
  const forward = FORWARD.toSpliced(create, 0, 'silenceSource');
  const retire = RETIRE.filter((step) => step !== 'unfenceSource');
  expect(steps).toEqual([...forward, 'markVerified', ...retire, 'finishServer']);
  expect(result.outcome).toBe('migrated');
});

test('silenced in vain, the source is restored', async () => {
  const { result, steps } = await migrate({}, (world, id) => {
    world.on('inspectServer', () => inspectionOf(id, { sharesSegment: true }));
    world.on('createServer', fails('no valid host'));
  });
  const undone = steps.slice(steps.indexOf('createServer') + 1);
  // Before the source speaks again, the floating IPs of the copy must be gone.
  expect(undone.slice(0, 3)).toEqual(['removeServer', 'removeItems', 'restoreSource']);
  expect(result.outcome).toBe('compensated');
});

test('a source that did not run is locked, and not brought to rest: it has no downtime', async () => {
  const { result, steps } = await migrate({}, (world, id) =>
    world.on('inspectServer', () =>
      inspectionOf(id, { original: { status: 'SHUTOFF', locked: false } }),
    ),
  );
  expect(steps).toContain('lockSource');
  expect(steps).not.toContain('quiesceSource');
  expect(result.outcome).toBe('migrated');
  expect(result).not.toHaveProperty('downtimeMs');
});

const UNDO_OF: Readonly<Partial<Record<Step, Step>>> = {
  copyItems: 'removeItems',
  lockSource: 'restoreSource',
  createServer: 'removeServer',
};

test.each([
  'copyItems',
  'lockSource',
  'quiesceSource',
  'createServer',
  'settleDestination',
  'associateAddresses',
  'verifyServer',
] as const)('a failure of %s undoes exactly what was begun, in reverse order', async (step) => {
  const { result, steps, id } = await migrate({}, (world) =>
    world.on(step, fails(`new: ${step} is broken`)),
  );
  const begun = FORWARD.slice(0, FORWARD.indexOf(step) + 1);
  const undone = [...new Set(begun.flatMap((each) => UNDO_OF[each] ?? []))].toReversed();
  expect(steps).toEqual([...begun, ...undone]);
  expect(result).toMatchObject({
    id,
    outcome: 'compensated',
    error: `new: ${step} is broken`,
    concerns: [],
  });
  expect(result).not.toHaveProperty('destinationId');
});

test('the source is restored to what the inspection found', async () => {
  const original = { status: 'ACTIVE', locked: true };
  const { world } = await migrate({}, (world, id) => {
    world.on('inspectServer', () => inspectionOf(id, { original }));
    world.on('createServer', fails('no valid host'));
  });
  expect(world.calls.find((call) => call.step === 'restoreSource')?.args[2]).toEqual(original);
});

test('undoing goes on after one step back fails, tries a copy that stays once more when the source is back, and says what is left for a person', async () => {
  const { result, steps, id } = await migrate({}, (world) => {
    world.on('verifyServer', fails('no ping'));
    world.on('removeServer', fails('new: will not be deleted'));
    world.on('removeItems', fails('new: port is in use'));
  });
  expect(steps.slice(FORWARD.length)).toEqual([
    'removeServer',
    'restoreSource',
    'removeServer',
    'removeItems',
  ]);
  expect(result).toMatchObject({ outcome: 'compensation-failed', error: 'no ping' });
  expect(result.concerns).toHaveLength(2);
  expect(result.concerns[0]).toMatchObject({
    severity: 'blocker',
    code: 'not-undone',
    subject: `server/${id}`,
  });
  expect(result.concerns[0]?.message).toContain('will not be deleted');
  expect(result.concerns[1]?.message).toContain('port is in use');
});

test('an item that cannot be made in the preparation fails the server in its own words, before the source is touched', async () => {
  const { result, steps } = await migrate({}, (world, id) =>
    world.on('copyItems', () => ({
      ids: {},
      created: 0,
      reused: 0,
      failed: [{ key: `port/${id}`, name: 'port', error: 'new: the address is taken' }],
      concerns: [],
    })),
  );
  expect(steps).toEqual(['inspectServer', 'copyItems', 'removeItems']);
  expect(result).toMatchObject({ outcome: 'compensated', error: 'new: the address is taken' });
});

test.each([
  'fenceSource',
  'wakeSource',
  'stopSource',
  'unfenceSource',
  'unlockSource',
  'finishServer',
] as const)('a failure of %s, after the verification, undoes nothing', async (step) => {
  const { result, steps, id } = await migrate({}, (world) =>
    world.on(step, fails(`old: ${step} is broken`)),
  );
  const all = [...FORWARD, 'markVerified', ...RETIRE, 'finishServer'];
  expect(steps).toEqual(all.slice(0, all.indexOf(step) + 1));
  expect(result).toMatchObject({
    outcome: 'retire-failed',
    error: `old: ${step} is broken`,
    destinationId: `dst-${id}`,
  });
});

test('where the mark of a verified server cannot be set, nothing is undone', async () => {
  const { result, steps } = await migrate({}, (world) =>
    world.on('markVerified', fails('new: no tags')),
  );
  expect(steps).toEqual([...FORWARD, 'markVerified']);
  expect(result.outcome).toBe('retire-failed');
});

test('a source that fails its inspection ends as failed, with nothing called', async () => {
  const { result, steps } = await migrate({}, (world) =>
    world.on('inspectServer', fails('old: it is in ERROR')),
  );
  expect(steps).toEqual(['inspectServer']);
  expect(result).toMatchObject({ outcome: 'failed', error: 'old: it is in ERROR' });
});

test('a server that had been migrated before is left alone', async () => {
  const { result, steps, id } = await migrate({}, (world, id) =>
    world.on('inspectServer', () =>
      inspectionOf(id, { destination: { state: 'finished', id: `dst-${id}` } }),
    ),
  );
  expect(steps).toEqual(['inspectServer']);
  expect(result).toMatchObject({ outcome: 'reused', destinationId: `dst-${id}` });
});

function verifiedBefore(world: World, id: string): void {
  world.on('inspectServer', () =>
    inspectionOf(id, { destination: { state: 'verified', id: `dst-${id}` } }),
  );
}

test('a server that a run before this one verified goes on at the retirement of its source', async () => {
  const { result, steps } = await migrate({}, verifiedBefore);
  expect(steps.filter((step) => step !== 'markVerified')).toEqual([
    'inspectServer',
    ...RETIRE,
    'finishServer',
  ]);
  expect(result.outcome).toBe('migrated');
});

test('a server that a run before this one verified is never removed, whatever fails', async () => {
  const { result, steps } = await migrate({}, (world, id) => {
    verifiedBefore(world, id);
    world.on('stopSource', fails('old: it will not stop'));
  });
  expect(result.outcome).toBe('retire-failed');
  expect(steps).not.toContain('removeServer');
  expect(steps).not.toContain('restoreSource');
});

test('concerns of the verification reach the result', async () => {
  const concern = { severity: 'warning', code: 'x', subject: 's', message: 'm', remedy: 'r' };
  const { result } = await migrate({}, (world) => world.on('verifyServer', () => [concern]));
  expect(result).toMatchObject({ outcome: 'migrated', concerns: [concern] });
});
