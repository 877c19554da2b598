import {
  array,
  boolean,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  sample,
  subarray,
} from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { API_EFFECTS, describeCall, fatesOf, faultOn } from './harness/effects.ts';
import type { KnownCall } from './harness/effects.ts';
import type { Case } from './harness/run-case.ts';
import type { World } from './harness/world.ts';
import { cleanRun } from './matrix.ts';
import { WEB } from './seed/shapes.ts';
import type { ServerShape } from './seed/shapes.ts';

/** Several servers (or everything else), several faults at once. Follows from its seed alone. */
export interface Schedule {
  readonly servers: readonly ServerShape[];
  /** The external network is one segment in both clouds. */
  readonly shared?: boolean;
  readonly faults: readonly ScheduledFault[];
}

export interface ScheduledFault {
  readonly call: KnownCall;
  /** The name of an effect. */
  readonly effect: string;
  readonly times: number;
}

/** What the schedules' clean run is made with: one server of each shape, so that every call occurs. */
const SHAPES: readonly ServerShape[] = [
  WEB,
  { name: 'db', status: 'ACTIVE', locked: true, floatingIp: false },
  { name: 'batch', status: 'SHUTOFF', locked: false, floatingIp: false, forwarding: true },
  { name: 'idle', status: 'PAUSED', locked: false, floatingIp: true, trunk: true },
];

/** The calls that faults may strike, with servers and without. */
export interface Learned {
  readonly ofServers: readonly KnownCall[];
  readonly ofMeta: readonly KnownCall[];
}

export async function learn(world: World): Promise<Learned> {
  const ofServers = await cleanRun(world, { servers: SHAPES, shared: true });
  const ofMeta = await cleanRun(world, { servers: [] });
  return { ofServers: ofServers.calls, ofMeta: ofMeta.calls };
}

export function scheduleOf(seed: number, { ofServers, ofMeta }: Learned): Schedule {
  const withServers = record({
    servers: subarray([...SHAPES], { minLength: 1 }),
    shared: boolean(),
    faults: faultsOn(ofServers, SHAPES.length),
  });
  const meta = record({ servers: constant([]), faults: faultsOn(ofMeta, 1) });
  const schedule = oneof({ arbitrary: withServers, weight: 3 }, { arbitrary: meta, weight: 1 });
  return sample(schedule, { seed, numRuns: 1 })[0]!;
}

function faultsOn(calls: readonly KnownCall[], servers: number): Arbitrary<ScheduledFault[]> {
  const fault = constantFrom(...kindsOf(calls, servers)).chain(({ call, most }) =>
    record({
      call: integer({ min: 1, max: most }).map((nth) => ({ ...call, nth })),
      effect: constantFrom(...[...API_EFFECTS, ...fatesOf(call)].map(({ name }) => name)),
      times: integer({ min: 1, max: 4 }),
    }),
  );
  return array(fault, { minLength: 1, maxLength: 4 });
}

/**
 * Calls alike once, with how often they come: in an order that does not hang on the run, and rounded, for servers that meet may ask once
 * more. So a seed is the same schedule in every run.
 */
function kindsOf(calls: readonly KnownCall[], servers: number) {
  const kinds = new Map<string, { call: KnownCall; most: number }>();
  for (const each of calls) {
    const call = { ...each, nth: 1 };
    const most = each.nth === 1 ? 1 : Math.ceil(each.nth / servers) * servers;
    const name = describeCall(call);
    kinds.set(name, { call, most: Math.max(most, kinds.get(name)?.most ?? 1) });
  }
  return [...kinds.keys()].toSorted().flatMap((name) => kinds.get(name) ?? []);
}

export function caseOf(name: string, { faults, ...workload }: Schedule): Case {
  // Of fewer servers than the calls were learned from there are fewer calls alike.
  const part = workload.servers.length === 0 ? 1 : workload.servers.length / SHAPES.length;
  return { ...workload, name, faults: faults.map((fault) => planned(fault, part)) };
}

export function describeSchedule({ servers, shared, faults }: Schedule): string {
  const own = servers.length === 0 ? ['meta'] : servers.map(({ name }) => name);
  const names = [...own, ...(shared === true ? ['shared'] : [])];
  const all = faults.map(({ call, effect, times }) => `${describeCall(call)}: ${effect} ×${times}`);
  return `${names.join(', ')}; ${all.join('; ')}`;
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

function smallerThan(schedule: Schedule): Schedule[] {
  const { servers, shared, faults } = schedule;
  return [
    ...faults.map((_fault, index) => ({ ...schedule, faults: faults.toSpliced(index, 1) })),
    ...servers.map((_server, index) => ({ ...schedule, servers: servers.toSpliced(index, 1) })),
    ...(shared === true ? [{ ...schedule, shared: false }] : []),
    ...faults.flatMap((fault, index) =>
      fault.times > 1 ? [{ ...schedule, faults: faults.with(index, { ...fault, times: 1 }) }] : [],
    ),
  ].filter((each) => each.faults.length > 0 && each.servers.length > 0 === servers.length > 0);
}

function planned({ call, effect, times }: ScheduledFault, part: number) {
  const nth = Math.ceil(call.nth * part);
  const found = [...API_EFFECTS, ...fatesOf(call)].find(({ name }) => name === effect);
  if (found === undefined) throw new Error(`There is no effect ${effect} on ${describeCall(call)}`);
  return faultOn({ ...call, nth }, found.effect, times);
}
