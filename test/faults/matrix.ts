import { API_EFFECTS, describeCall, fatesOf, faultOn, knownCalls } from './harness/effects.ts';
import type { KnownCall } from './harness/effects.ts';
import { nextCompletion } from './harness/histories.ts';
import { runCase } from './harness/run-case.ts';
import type { Case, Verdict, Workload } from './harness/run-case.ts';
import { WEB } from './seed/shapes.ts';
import type { World } from './harness/world.ts';

/** A run without faults: what the others of its workload are measured by. @throws Error where it does not end well */
export async function cleanRun(
  world: World,
  { servers, shared }: Workload,
): Promise<{ readonly verdict: Verdict; readonly calls: readonly KnownCall[] }> {
  const workload = { servers, ...(shared === undefined ? {} : { shared }) };
  const verdict = await runCase(world, { ...workload, name: 'no fault', faults: [] });
  if (verdict.violations.length > 0) {
    throw new Error(`A run without faults goes wrong:\n${verdict.violations.join('\n')}`);
  }
  const source = verdict.calls.find(({ cloud }) => cloud.startsWith('s'))?.cloud ?? '';
  return { verdict, calls: knownCalls(verdict.calls, source) };
}

/** The calls of one clean run that a matrix is made of. */
export interface Ground {
  /** Stands before the names of its cases. */
  readonly title: string;
  readonly workload: Workload;
  readonly calls: readonly KnownCall[];
  /** Lines of the destination. */
  readonly clean: readonly string[];
}

/** A server's whole migration; what a shared segment adds to that; meta-resources alone. */
export async function grounds(world: World): Promise<readonly Ground[]> {
  const server = await groundOf(world, '', { servers: [WEB] });
  const shared = await groundOf(world, 'shared segment: ', { servers: [WEB], shared: true });
  const known = new Set(server.calls.map(describeCall));
  const added = shared.calls.filter((call) => !known.has(describeCall(call)));
  const meta = await groundOf(world, 'meta: ', { servers: [] });
  return [server, { ...shared, calls: added }, meta];
}

async function groundOf(world: World, title: string, workload: Workload): Promise<Ground> {
  const { verdict, calls } = await cleanRun(world, workload);
  return { title, workload, calls, clean: verdict.destination };
}

/** Every mutating call × every fault of an API, one at a time. */
export function apiCases({ title, workload, calls, clean }: Ground): Case[] {
  return calls.flatMap((call) =>
    [...API_EFFECTS, ...fatesOf(call)].map(({ name, effect }) => ({
      ...workload,
      name: `${title}${describeCall(call)}: ${name}`,
      faults: [faultOn(call, effect)],
      clean,
    })),
  );
}

const MOMENTS = [
  { name: 'before it is sent', when: 'before' },
  { name: 'after it was acted on', when: 'after' },
  { name: 'after the answer', when: 'answered' },
  { name: 'after its activity has completed', when: 'answered', completed: true },
] as const;

/** Every mutating call × SIGKILL to the worker around it. Each needs a world of its own. */
export function killCases({ title, workload, calls, clean }: Ground, world: World): Case[] {
  return calls.flatMap((call) =>
    MOMENTS.map(({ name, when, ...more }) => ({
      ...workload,
      name: `${title}${describeCall(call)}: worker killed ${name}`,
      faults: [faultOn(call, { do: 'signal', when })],
      async onSignal() {
        if ('completed' in more) await nextCompletion(world.client);
        await world.killWorker();
      },
      clean,
    })),
  );
}

const HOUR_MS = 3_600_000;

/** Clocks that are far off. */
export function clockCases({ title, workload, clean }: Ground): Case[] {
  return [-25, 25].map((hours) => ({
    ...workload,
    name: `${title}the destination's clock is off by ${hours} hours`,
    faults: [],
    ahead: hours * HOUR_MS,
    clean,
  }));
}

/** SIGKILL to Temporal's server, and the worker with it, at some of the calls. */
export function temporalCases({ title, workload, calls, clean }: Ground, world: World): Case[] {
  return calls
    .filter((_call, index) => index % 5 === 0)
    .map((call) => ({
      ...workload,
      name: `${title}${describeCall(call)}: Temporal's server killed`,
      faults: [faultOn(call, { do: 'signal', when: 'answered' })],
      onSignal: () => world.killTemporal(),
      clean,
    }));
}
