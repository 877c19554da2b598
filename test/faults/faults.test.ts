import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inParallel } from './harness/pool.ts';
import { runCase } from './harness/run-case.ts';
import type { Case } from './harness/run-case.ts';
import { openWorld } from './harness/world.ts';
import type { World } from './harness/world.ts';
import { apiCases, cleanRun, grounds } from './matrix.ts';
import { caseOf, describeSchedule, learn, scheduleOf } from './schedules.ts';
import type { Schedule } from './schedules.ts';

/** Samples that fit a test run; `npm run test:faults` runs all of them. */
const EVERY = 197;
const SEEDS = [1, 2, 3, 4];
const PARALLEL = 8;

let world: World;
beforeAll(async () => {
  world = await openWorld(18_843);
});
afterAll(() => world?.end());

/** Names of the cases with what they violate: none is wanted. */
async function broken(cases: readonly Case[]): Promise<string[]> {
  const found: string[] = [];
  await inParallel(cases, PARALLEL, async (each) => {
    const { violations } = await runCase(world, each);
    if (violations.length > 0) found.push([each.name, ...violations].join('\n  '));
  });
  return found;
}

test('a sample of the crash matrix: each fault at some call ends right, and the next try succeeds', async () => {
  const all = await grounds(world);
  const cases = all.flatMap(apiCases).filter((_case, index) => index % EVERY === 0);
  expect(cases.length).toBeGreaterThan(10);
  expect(await broken(cases)).toEqual([]);
});

test('a sample of random schedules: several servers, several faults at once', async () => {
  const learned = await learn(world);
  const cases = SEEDS.map((seed) => {
    const schedule = scheduleOf(seed, learned);
    return caseOf(`seed ${seed}: ${describeSchedule(schedule)}`, schedule);
  });
  expect(await broken(cases)).toEqual([]);
});

test('what once failed does not fail again', async () => {
  const folder = new URL('regressions/', import.meta.url);
  const files = await readdir(folder);
  const cases = await Promise.all(
    files.map(async (file) => {
      const schedule = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as Schedule;
      const { verdict } = await cleanRun(world, schedule);
      return { ...caseOf(file, schedule), clean: verdict.destination };
    }),
  );
  expect(await broken(cases)).toEqual([]);
});
