import { array, constantFrom, integer, record, sample, subarray } from 'fast-check';
import { API_EFFECTS, describeCall, fatesOf, faultOn } from './harness/effects.ts';
import type { KnownCall } from './harness/effects.ts';
import type { Case } from './harness/run-case.ts';
import type { ServerShape } from './harness/workload.ts';

/** Several servers, several faults at once. Follows from its seed alone. */
export interface Schedule {
  readonly servers: readonly ServerShape[];
  readonly faults: readonly ScheduledFault[];
}

export interface ScheduledFault {
  readonly call: KnownCall;
  /** The name of an effect. */
  readonly effect: string;
  readonly times: number;
}

/** What the schedules' clean run is made with: one server of each shape, so that every call occurs. */
export const SHAPES: readonly ServerShape[] = [
  { name: 'web', status: 'ACTIVE', locked: false, floatingIp: true },
  { name: 'db', status: 'ACTIVE', locked: true, floatingIp: false },
  { name: 'batch', status: 'SHUTOFF', locked: false, floatingIp: false },
  { name: 'idle', status: 'PAUSED', locked: false, floatingIp: true },
];

export function scheduleOf(seed: number, calls: readonly KnownCall[]): Schedule {
  const fault = constantFrom(...kindsOf(calls)).chain(({ call, most }) =>
    record({
      call: integer({ min: 1, max: most }).map((nth) => ({ ...call, nth })),
      effect: constantFrom(...[...API_EFFECTS, ...fatesOf(call)].map(({ name }) => name)),
      times: integer({ min: 1, max: 4 }),
    }),
  );
  const schedule = record({
    servers: subarray([...SHAPES], { minLength: 1 }),
    faults: array(fault, { minLength: 1, maxLength: 4 }),
  });
  return sample(schedule, { seed, numRuns: 1 })[0]!;
}

/**
 * Calls alike once, with how often they come: in an order that does not hang on the run, and rounded, for servers that meet may ask once
 * more. So a seed is the same schedule in every run.
 */
function kindsOf(calls: readonly KnownCall[]) {
  const kinds = new Map<string, { call: KnownCall; most: number }>();
  for (const each of calls) {
    const call = { ...each, nth: 1 };
    const most = each.nth === 1 ? 1 : Math.ceil(each.nth / SHAPES.length) * SHAPES.length;
    const name = describeCall(call);
    kinds.set(name, { call, most: Math.max(most, kinds.get(name)?.most ?? 1) });
  }
  return [...kinds.keys()].toSorted().flatMap((name) => kinds.get(name) ?? []);
}

export function caseOf(name: string, { servers, faults }: Schedule): Case {
  return { name, servers, faults: faults.map((fault) => planned(fault, servers.length)) };
}

export function describeSchedule({ servers, faults }: Schedule): string {
  const names = servers.map(({ name }) => name).join(', ');
  const all = faults.map(({ call, effect, times }) => `${describeCall(call)}: ${effect} ×${times}`);
  return `${names}; ${all.join('; ')}`;
}

/** The same with less in it, as long as it still fails. */
export async function shrink(
  schedule: Schedule,
  fails: (smaller: Schedule) => Promise<boolean>,
): Promise<Schedule> {
  for (const smaller of smallerThan(schedule)) {
    if (await fails(smaller)) return shrink(smaller, fails);
  }
  return schedule;
}

function smallerThan({ servers, faults }: Schedule): Schedule[] {
  return [
    ...faults.map((_fault, index) => ({ servers, faults: faults.toSpliced(index, 1) })),
    ...servers.map((_server, index) => ({ servers: servers.toSpliced(index, 1), faults })),
    ...faults.flatMap((fault, index) =>
      fault.times > 1 ? [{ servers, faults: faults.with(index, { ...fault, times: 1 }) }] : [],
    ),
  ].filter((each) => each.servers.length > 0 && each.faults.length > 0);
}

/** Of fewer servers than the calls were learned from there are fewer calls alike. */
function planned({ call, effect, times }: ScheduledFault, servers: number) {
  const nth = Math.ceil((call.nth * servers) / SHAPES.length);
  const found = [...API_EFFECTS, ...fatesOf(call)].find(({ name }) => name === effect);
  if (found === undefined) throw new Error(`There is no effect ${effect} on ${describeCall(call)}`);
  return faultOn({ ...call, nth }, found.effect, times);
}
