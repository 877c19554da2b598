import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPlanChanges } from '../../../../src/cli/output/plan-changes.ts';
import { compareWithSaved } from '../../../../src/cli/saved-plan/compare.ts';
import { readSavedPlan } from '../../../../src/cli/saved-plan/read.ts';
import { savePlan } from '../../../../src/cli/saved-plan/save.ts';
import { UsageError } from '../../../../src/errors/migration.ts';
import type { Concern } from '../../../../src/model/concern.ts';
import type { Plan, PlanItem } from '../../../../src/model/plan.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import { PLAIN, runProgram } from '../run-program.ts';

const SPEC = specSchema.parse({
  name: 'acme',
  source: 'east',
  destination: 'west',
  select: { projects: ['acme'] },
});

function item(key: string, change: Partial<PlanItem> = {}): PlanItem {
  const [kind = '', name = ''] = key.split('/');
  return { key, kind, name, dependsOn: [], action: 'create', reason: 'not there yet', ...change };
}

const PLAN: Plan = {
  migration: 'acme',
  source: 'east',
  destination: 'west',
  items: [
    item('flavor/small', { content: { name: 'a', ram: 'b', disk: 'c' } }),
    item('network/front', { action: 'reuse', destinationId: 'n1', reason: 'mapped by the spec' }),
    item('server/web1', { running: true }),
  ],
  concerns: [],
};

const UNCHANGED = { items: [], blockers: [], warnings: [], noLonger: [] };

const blocker = (subject: string) => ({
  severity: 'blocker' as const,
  code: 'quota',
  subject,
  message: `The quota of ${subject} is full.`,
  remedy: 'Raise it.',
});

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-plan-'));
  file = join(folder, 'acme.plan');
  await savePlan(file, SPEC, PLAN);
});
afterAll(() => rm(folder, { recursive: true }));

async function written(text: string): Promise<string> {
  const path = join(folder, 'other.plan');
  await writeFile(path, text);
  return path;
}

async function edited(change: (plan: Record<string, unknown>) => void): Promise<string> {
  const plan = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  change(plan);
  return written(JSON.stringify(plan));
}

test('a saved plan is read as it was written, and nothing else is left', async () => {
  const saved = await readSavedPlan(file);
  expect(saved.spec).toEqual(SPEC);
  expect(saved.items[1]).toEqual({
    key: 'network/front',
    kind: 'network',
    name: 'front',
    action: 'reuse',
    destinationId: 'n1',
    reason: 'mapped by the spec',
  });
  expect(compareWithSaved(saved, PLAN)).toEqual(UNCHANGED);
  expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('a saved plan is for its owner only, also where an earlier one was for all', async () => {
  const path = await written('an earlier one');
  await chmod(path, 0o644);
  await savePlan(path, SPEC, PLAN);
  expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
});

test('a plan that cannot be saved says where', async () => {
  const nowhere = join(folder, 'no', 'such.plan');
  await expect(savePlan(nowhere, SPEC, PLAN)).rejects.toThrow(
    `${nowhere}: the plan cannot be saved there`,
  );
});

test.each([
  ['a spec', 'name: acme\n', 'it is not JSON'],
  ['another JSON file', '{"items": []}', 'is no saved plan (a spec goes with -f)'],
  ['nothing', '', 'it is not JSON'],
  ['null', 'null', 'is no saved plan'],
  ['a later release', '{"format": "pumphouse-plan/4"}', 'is a plan of another release'],
  ['an attempt to fill the screen', `{"format": "${'x'.repeat(5000)}"}`, 'is no saved plan'],
])('%s is no saved plan, in one message', async (_what, text, words) => {
  const error = await readSavedPlan(await written(text)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect((error as Error).message).toContain(words);
  expect((error as Error).message.split('\n')).toHaveLength(1);
  expect((error as Error).message.length).toBeLessThan(400);
});

test('a plan whose parts are gone says which', async () => {
  const broken = await edited((plan) => void (plan['items'] = [{ key: 1 }]));
  await expect(readSavedPlan(broken)).rejects.toThrow('is damaged at items.0.key');
});

test('an edited plan is refused, also where only its spec was', async () => {
  const other = await edited((plan) => {
    const spec = plan['spec'] as { server: { retire: string } };
    spec.server.retire = 'shelve';
  });
  await expect(readSavedPlan(other)).rejects.toThrow('was edited since it was made');
});

test('what has changed since is shown: items come, gone or done otherwise, and new blockers', async () => {
  const saved = await readSavedPlan(file);
  const changes = compareWithSaved(saved, {
    ...PLAN,
    items: [
      item('flavor/small', { action: 'reuse', destinationId: 'f1', reason: 'already there' }),
      item('network/front', { action: 'reuse', destinationId: 'n2' }),
      item('server/web2'),
    ],
    concerns: [blocker('cores')],
  });
  const text = renderPlanChanges(changes, new Date(saved.made), PLAIN);
  expect(text).toMatch(/^flavor +small +create +reuse f1 +already there$/m);
  expect(text).toMatch(/^network +front +reuse n1 +reuse n2/m);
  expect(text).toMatch(/^server +web2 +not there +create/m);
  expect(text).toMatch(/^server +web1 +create +gone$/m);
  expect(text).toContain('blocker: The quota of cores is full.');
});

test('what is to be copied and has other attributes than then is shown with their names', async () => {
  const saved = await readSavedPlan(file);
  const [, front, web1] = PLAN.items as [PlanItem, PlanItem, PlanItem];
  const flavor = item('flavor/small', { content: { name: 'a', ram: 'other', swap: 'd' } });
  const changes = compareWithSaved(saved, { ...PLAN, items: [flavor, front, web1] });
  const text = renderPlanChanges(changes, new Date(saved.made), PLAIN);
  expect(text).toMatch(/^flavor +small +create +create +changed in the source: ram, disk, swap$/m);
});

test('a blocker that was known then is not news', async () => {
  const path = join(folder, 'blocked.plan');
  const plan = { ...PLAN, concerns: [blocker('cores')] };
  await savePlan(path, SPEC, plan);
  const saved = await readSavedPlan(path);
  expect(compareWithSaved(saved, plan).blockers).toEqual([]);
  const worse = { ...plan, concerns: [blocker('cores'), blocker('ports')] };
  expect(compareWithSaved(saved, worse).blockers).toHaveLength(1);
});

const warning = (code: string, message: string, subject = 'router/1') => ({
  severity: 'warning' as const,
  code,
  subject,
  message,
  remedy: 'See to it.',
});

async function since(then: readonly Concern[], now: readonly Concern[]) {
  const path = join(folder, 'warned.plan');
  await savePlan(path, SPEC, { ...PLAN, concerns: then });
  return compareWithSaved(await readSavedPlan(path), { ...PLAN, concerns: now });
}

test('a warning that is new or gone is a change, and so is another address of a router', async () => {
  const kept = warning('router-address-kept', 'Router gw keeps 203.0.113.50 outside.');
  const other = { ...kept, message: 'Router gw keeps 203.0.113.60 outside.' };
  const changes = warning('router-address-changes', 'Router gw gets another address.');
  expect(await since([kept], [kept])).toEqual(UNCHANGED);
  expect(await since([], [kept])).toEqual({ ...UNCHANGED, warnings: [kept] });
  expect(await since([kept], [other])).toMatchObject({ warnings: [other], noLonger: [kept] });
  const found = await since([kept], [changes]);
  expect(found).toEqual({ ...UNCHANGED, warnings: [changes], noLonger: [kept] });
  expect(renderPlanChanges(found, new Date(), PLAIN)).toMatch(
    /warning: Router gw gets another address\.[^]*No longer to be warned of:\n\nwarning: Router gw keeps 203\.0\.113\.50 outside\./,
  );
});

test('numbers that change by themselves are no change, nor that there is room again', async () => {
  const short = (free: number) =>
    warning('capacity-short', `The hosts have about ${free} GiB free.`, 'west');
  expect(await since([short(3)], [short(4)])).toEqual(UNCHANGED);
  expect(await since([short(3)], [])).toEqual(UNCHANGED);
  expect(await since([], [short(3)])).toEqual({ ...UNCHANGED, warnings: [short(3)] });
  const info = { ...warning('locked', 'Server web1 is locked.'), severity: 'info' as const };
  expect(await since([], [info])).toEqual(UNCHANGED);
});

test('migrate takes a spec or a plan, one of both', async () => {
  await expect(runProgram('migrate')).rejects.toThrow('--plan FILE');
  const { error, code } = await runProgram('migrate', '-f', 'a.yaml', '--plan', 'a.plan');
  expect(error).toContain('cannot be used with');
  expect(code).not.toBe(0);
  await expect(runProgram('migrate', '--plan', '/dev/null')).rejects.toThrow(
    '/dev/null: is no saved plan',
  );
});
