import { API_EFFECTS, describeCall, fatesOf, faultOn, knownCalls } from './harness/effects.ts';
import type { KnownCall } from './harness/effects.ts';
import { nextCompletion } from './harness/histories.ts';
import { runCase } from './harness/run-case.ts';
import type { Case, Verdict } from './harness/run-case.ts';
import { WEB } from './harness/workload.ts';
import type { World } from './harness/world.ts';

/** A run without faults: what the others are measured by. @throws Error where it does not end well */
export async function cleanRun(
  world: World,
  servers: Case['servers'] = [WEB],
): Promise<{ readonly verdict: Verdict; readonly calls: readonly KnownCall[] }> {
  const verdict = await runCase(world, { name: 'no fault', servers, faults: [] });
  if (verdict.violations.length > 0) {
    throw new Error(`A run without faults goes wrong:\n${verdict.violations.join('\n')}`);
  }
  const source = verdict.calls.find(({ cloud }) => cloud.startsWith('s'))?.cloud ?? '';
  return { verdict, calls: knownCalls(verdict.calls, source) };
}

/** Every mutating call of a server's whole migration × every fault of an API, one at a time. */
export function apiCases(calls: readonly KnownCall[], clean: readonly string[]): Case[] {
  return calls.flatMap((call) =>
    [...API_EFFECTS, ...fatesOf(call)].map(({ name, effect }) => ({
      name: `${describeCall(call)}: ${name}`,
      servers: [WEB],
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
export function killCases(
  calls: readonly KnownCall[],
  clean: readonly string[],
  world: World,
): Case[] {
  return calls.flatMap((call) =>
    MOMENTS.map(({ name, when, ...more }) => ({
      name: `${describeCall(call)}: worker killed ${name}`,
      servers: [WEB],
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
export function clockCases(clean: readonly string[]): Case[] {
  return [-25, 25].map((hours) => ({
    name: `the destination's clock is off by ${hours} hours`,
    servers: [WEB],
    faults: [],
    ahead: hours * HOUR_MS,
    clean,
  }));
}

/** SIGKILL to Temporal's server, and the worker with it, at some of the calls. */
export function temporalCases(
  calls: readonly KnownCall[],
  clean: readonly string[],
  world: World,
): Case[] {
  return calls
    .filter((_call, index) => index % 5 === 0)
    .map((call) => ({
      name: `${describeCall(call)}: Temporal's server killed`,
      servers: [WEB],
      faults: [faultOn(call, { do: 'signal', when: 'answered' })],
      onSignal: () => world.killTemporal(),
      clean,
    }));
}
