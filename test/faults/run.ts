import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inParallel } from './harness/pool.ts';
import { runCase } from './harness/run-case.ts';
import type { Case, Verdict } from './harness/run-case.ts';
import { openWorld } from './harness/world.ts';
import type { World } from './harness/world.ts';
import { apiCases, clockCases, grounds, killCases, temporalCases } from './matrix.ts';
import { caseOf, describeSchedule, learn, scheduleOf, shrink } from './schedules.ts';
import type { Schedule } from './schedules.ts';

/*
 * npm run test:faults -- --matrix [--kills] [--only REGEXP] [--every N] [--from N]    the crash matrix
 * npm run test:faults -- --seed N --runs M                               random schedules N … N+M-1
 */
const { values } = parseArgs({
  options: {
    matrix: { type: 'boolean', default: false },
    kills: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    parallel: { type: 'string', default: '6' },
    port: { type: 'string', default: '18833' },
  },
});
const parallel = Number(values.parallel);
const port = Number(values.port);
const only = new RegExp(values.only);
const verdicts: Verdict[] = [];

const began = Date.now();
if (values.matrix) await (values.kills ? killMatrix() : apiMatrix());
else await randomSchedules();
const broken = verdicts.filter(({ violations }) => violations.length > 0);
const retries = verdicts.reduce((sum, verdict) => sum + verdict.retries, 0);
const unstruck = verdicts.filter(({ struck }) => !struck).length;
print(
  `${verdicts.length} cases, ${broken.length} with violations, ${retries} retries, ${unstruck} in which a fault found no call, ${Math.round((Date.now() - began) / 1000)} s`,
);
// Not by itself: Node 20 may spin for ever over a socket that a fault has reset.
process.exit(broken.length > 0 ? 1 : 0);

async function apiMatrix(): Promise<void> {
  await inWorld(1, async (world) => {
    const all = await grounds(world);
    for (const { title, calls } of all) print(`${title}${calls.length} mutating calls`);
    const cases = [
      ...all.flatMap(apiCases),
      ...all.filter(({ workload }) => workload.shared !== true).flatMap(clockCases),
    ];
    await inParallel(chosen(cases), parallel, async (each) => void (await judge(world, each)));
  });
}

/** A killed worker is everybody's who uses it: each lane has a world of its own. */
async function killMatrix(): Promise<void> {
  const lanes = Array.from({ length: parallel }, (_lane, index) => index);
  let opening: Promise<unknown> = Promise.resolve();
  let queue: Iterator<(world: World) => Case> | undefined;
  await Promise.all(
    lanes.map(async (lane) => {
      // One after the other: the port is chosen by an environment variable of this process.
      const mine = opening.then(() => openWorld(port + lane * 10));
      opening = mine;
      const world = await mine;
      try {
        const all = await grounds(world);
        const make = (its: World): Case[] =>
          chosen([
            ...all.flatMap((ground) => killCases(ground, its)),
            ...all.flatMap((ground) => temporalCases(ground, its)),
          ]);
        queue ??= make(world)
          .map((_case, index) => (its: World) => make(its)[index]!)
          .values();
        for (let next = queue.next(); next.done !== true; next = queue.next()) {
          await judge(world, next.value(world));
        }
      } finally {
        await world.end();
      }
    }),
  );
}

async function randomSchedules(): Promise<void> {
  const first = Number(values.seed);
  const seeds = Array.from({ length: Number(values.runs) }, (_run, index) => first + index);
  // Which of the two takes the next step is chance too.
  await inWorld(2, async (world) => {
    const learned = await learn(world);
    const failed: { readonly seed: number; readonly schedule: Schedule }[] = [];
    await inParallel(seeds, parallel, async (seed) => {
      const schedule = scheduleOf(seed, learned);
      const verdict = await judge(
        world,
        caseOf(`seed ${seed}: ${describeSchedule(schedule)}`, schedule),
      );
      if (verdict.violations.length > 0) failed.push({ seed, schedule });
    });
    for (const { seed, schedule } of failed.slice(0, 5)) {
      const small = await shrink(schedule, async (smaller) => {
        const { violations } = await attempt(world, caseOf(`shrinking ${seed}`, smaller));
        return violations.length > 0;
      });
      print(`seed ${seed} shrinks to: ${describeSchedule(small)}`);
      const folder = new URL('regressions/', import.meta.url);
      await mkdir(folder, { recursive: true });
      await writeFile(new URL(`seed-${seed}.json`, folder), `${JSON.stringify(small, null, 2)}\n`);
    }
  });
}

function chosen(cases: readonly Case[]): Case[] {
  return cases
    .filter(({ name }) => only.test(name))
    .slice(Number(values.from) - 1)
    .filter((_case, index) => index % Number(values.every) === 0);
}

async function inWorld(workers: number, work: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld(port, workers);
  try {
    await work(world);
  } finally {
    await world.end();
  }
}

async function judge(world: World, each: Case): Promise<Verdict> {
  const verdict = await attempt(world, each);
  verdicts.push(verdict);
  const { name, violations, outcomes, seconds } = verdict;
  const well = violations.length === 0 ? 'ok  ' : 'FAIL';
  print(`${well} ${verdicts.length} ${name} [${outcomes.join(', ')}] ${seconds.toFixed(1)} s`);
  for (const violation of violations) print(`       ${violation}`);
  return verdict;
}

/** A case that cannot be judged is a violation too. */
async function attempt(world: World, each: Case): Promise<Verdict> {
  try {
    return await runCase(world, each);
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      name: each.name,
      violations: [why],
      outcomes: [],
      retries: 0,
      seconds: 0,
      calls: [],
      destination: [],
      struck: true,
    };
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
