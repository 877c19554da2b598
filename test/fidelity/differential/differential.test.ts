import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../../src/simulator/start.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { unknownDifferences } from '../known.ts';
import { entryOf, labEntry } from '../wire/clouds.ts';
import { compareClouds } from './run.ts';

// Another sequence: FIDELITY_SEED=7 FIDELITY_CALLS=1000 FIDELITY_SECONDS=600

const seed = Number(process.env['FIDELITY_SEED'] ?? 1);
const calls = Number(process.env['FIDELITY_CALLS'] ?? 200);
const seconds = Number(process.env['FIDELITY_SECONDS'] ?? 80);
/** So many are made also where that takes longer. */
const LEAST = 50;
const SHOWN = 20;

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [{ name: 'source', pace: 0.01, volumeGbBytes: 2 ** 20 }],
  });
});
afterAll(() => simulation.close());

test(
  'the same random calls get the same answers of lab and simulator',
  async () => {
    const entries = {
      lab: await labEntry(),
      simulator: entryOf(simulation.cloudsYaml, 'source'),
    };
    const least = Math.min(calls, LEAST);
    const result = await compareClouds(entries, { seed, calls, forMs: seconds * 1000, least });
    const unknown = result.discrepancies
      .map(({ lines, ...call }) => ({
        ...call,
        lines: unknownDifferences(`differential/${call.call}`, lines, new Set()),
      }))
      .filter(({ lines }) => lines.length > 0);
    console.log(
      `seed ${seed}: ${result.calls} calls, ${result.succeeded} of them succeeded, ${unknown.length} answered differently`,
    );
    const told = unknown
      .slice(0, SHOWN)
      .map(
        ({ number, call, as, body, lines }) =>
          `${number}. ${as}: ${call} ${JSON.stringify(body) ?? ''}\n     ${lines.join('\n     ')}`,
      );
    expect(told, `seed ${seed}`).toEqual([]);
    expect(result.calls).toBeGreaterThanOrEqual(least);
  },
  (seconds + 420) * 1000,
);
