import type { CloudEntry } from '../wire/clouds.ts';
import { differences } from '../wire/compare.ts';
import { namesOf } from '../wire/names.ts';
import { literalsOf } from '../wire/normalise.ts';
import { settle } from '../wire/people.ts';
import { perform, record, undo, undoOf } from '../wire/play.ts';
import type { PlayOptions, Recorded, Stage } from '../wire/play.ts';
import { fill, valueAt } from '../wire/placeholders.ts';
import { step } from '../wire/step.ts';
import type { Step } from '../wire/step.ts';
import { grow, seedlings } from './generate.ts';
import type { Known } from './draw.ts';
import type { Operation } from './operation.ts';
import { WORLD, WORLD_KNOWN } from './world.ts';

/** A call that two clouds have answered differently. */
export interface Discrepancy {
  /** Of the sequence, from 1. */
  readonly number: number;
  readonly call: string;
  readonly as: string;
  readonly body: unknown;
  readonly lines: readonly string[];
}

export interface Comparison {
  readonly calls: number;
  readonly succeeded: number;
  readonly discrepancies: readonly Discrepancy[];
}

export interface RunOptions {
  readonly seed: number;
  readonly calls: number;
  /** Milliseconds after which no more calls are made: but `least` are, however long they take. */
  readonly forMs?: number;
  readonly least?: number;
}

type Side = 'lab' | 'simulator';

/** Sends the same random calls to both clouds, one after the other, and compares every answer. */
export async function compareClouds(
  entries: Readonly<Record<Side, CloudEntry>>,
  { seed, calls, forMs = Infinity, least = 0 }: RunOptions,
): Promise<Comparison> {
  const lab = await openStage(entries.lab, { pollMs: 300, patienceMs: 120_000 });
  const simulator = await openStage(entries.simulator, { pollMs: 10, patienceMs: 30_000 });
  const known: Known = new Map(Object.entries(WORLD_KNOWN).map(([kind, ids]) => [kind, [...ids]]));
  const play: Play = { lab, simulator, known, undos: [], literals: [literalsOf(WORLD)] };
  const discrepancies: Discrepancy[] = [];
  const began = Date.now();
  let done = 0;
  let succeeded = 0;
  try {
    await both(play, (stage) => prepareAll(stage));
    for (const [index, seedling] of seedlings(seed, calls).entries()) {
      if (done >= least && Date.now() - began > forMs) break;
      const operation = grow(seedling, play.known, index + 1);
      const { lines, status, asked } = await compareOne(play, operation, index + 1);
      done += 1;
      if (status < 400) succeeded += 1;
      if (lines.length > 0) {
        const { as = 'member', body } = asked;
        discrepancies.push({ number: index + 1, call: operation.call, as, body, lines });
      }
    }
  } finally {
    await both(play, (stage) => cleanUp(stage, play.undos));
  }
  return { calls: done, succeeded, discrepancies };
}

interface Play {
  readonly lab: Stage;
  readonly simulator: Stage;
  readonly known: Known;
  readonly undos: Step[];
  /** All that was ever asked: values in it are not normalised away. */
  readonly literals: string[];
}

async function openStage(entry: CloudEntry, options: PlayOptions): Promise<Stage> {
  const people = await settle(entry);
  const values = { ...people.values, region: entry.region_name };
  return { people, values, options };
}

async function prepareAll(stage: Stage): Promise<void> {
  for (const each of WORLD) {
    const { status, body } = await perform(each, stage);
    if (status >= 400) throw new Error(`${each.name}: ${status} ${JSON.stringify(body)}`);
  }
}

async function cleanUp(stage: Stage, undos: readonly Step[]): Promise<void> {
  for (const each of undos.toReversed()) await undo(fill(each, stage.values), stage);
  for (const each of WORLD.toReversed()) {
    if (each.undo !== undefined) await undo(undoOf(each, stage.values), stage);
  }
  await stage.people.remove();
}

async function both<Result>(
  { lab, simulator }: Pick<Play, Side>,
  work: (stage: Stage) => Promise<Result>,
): Promise<Record<Side, Result>> {
  const [one, two] = await Promise.all([work(lab), work(simulator)]);
  return { lab: one, simulator: two };
}

async function compareOne(
  play: Play,
  operation: Operation,
  number: number,
): Promise<{ lines: string[]; status: number; asked: Step }> {
  const { call, body, as = 'member', options = {} } = operation;
  const made = `made${number}`;
  const asked = step(String(number), call, {
    as,
    ...(body === undefined ? {} : { body }),
    ...options,
    ...(operation.makes === undefined ? {} : { keep: { [made]: operation.makes.at } }),
  });
  play.literals.push(literalsOf(asked));
  const answers = await both(play, (stage) => perform(asked, stage));
  remember(play, operation, { made, answers, as });
  if (answers.lab.status < 400 || answers.simulator.status < 400) {
    await settleBoth(play, operation, made);
  }
  const literals = play.literals.join('\n');
  const recorded = (side: Side): Recorded => {
    const { people, values } = play[side];
    return record(asked, answers[side], { known: namesOf(people.logins.admin, values), literals });
  };
  return {
    lines: differences(recorded('lab'), recorded('simulator')),
    status: answers.lab.status,
    asked,
  };
}

/** What both have made is known from now on; what one alone has made is removed in the end all the same. */
function remember(
  { known, undos, lab, simulator }: Play,
  { makes, removes, call }: Operation,
  {
    made,
    answers,
    as,
  }: {
    readonly made: string;
    readonly answers: Readonly<Record<Side, Awaited<ReturnType<typeof perform>>>>;
    readonly as: NonNullable<Operation['as']>;
  },
): void {
  const worked = (side: Side): boolean => answers[side].status < 400;
  if (removes !== undefined && call.includes(' DELETE ') && worked('lab') && worked('simulator')) {
    for (const [kind, ids] of known) {
      known.set(
        kind,
        ids.filter((id) => `{${id}}` !== removes),
      );
    }
  }
  if (makes === undefined) return;
  const there = [lab, simulator].filter((stage) => stage.values[made] !== undefined);
  if (there.length > 0) undos.push(step(made, `${makes.path}{${made}}`, { as }));
  if (there.length < 2) return;
  if (valueAt(answers.lab, makes.at) === undefined) return;
  known.set(makes.kind, [...(known.get(makes.kind) ?? []), made]);
}

async function settleBoth(play: Play, { settles }: Operation, made: string): Promise<void> {
  if (settles === undefined) return;
  const call = settles.call.replace('{made}', `{${made}}`);
  await both(play, async (stage) => {
    if (/\{\w+\}/.test(fill(call, stage.values))) return;
    const look = step('', call, { as: settles.as ?? 'member' });
    const { status } = await perform(look, stage);
    if (status < 400) await perform({ ...look, until: settles.until }, stage);
  });
}
