import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { KNOWN, unknownDifferences } from './known.ts';
import type { KnownDifference } from './known.ts';
import { sessions } from './session/index.ts';
import { entryOf } from './wire/clouds.ts';
import { differences } from './wire/compare.ts';
import { play } from './wire/play.ts';
import type { Recording } from './wire/play.ts';
import { readRecording } from './wire/recordings.ts';

// What the lab answered stands in recorded/*.json (`npm run simulator:record`).

const used = new Set<KnownDifference>();

describe.each(sessions)('the simulator answers like the lab: $name', (session) => {
  let simulation: Simulation;
  let lab: Recording;
  let simulated: Recording;

  beforeAll(async () => {
    lab = await readRecording(session.name);
    simulation = await startSimulation({
      clouds: [{ name: 'source', pace: 0.01, volumeGbBytes: 2 ** 20 }],
    });
    const entry = entryOf(simulation.cloudsYaml, 'source');
    simulated = await play(entry, session, { pollMs: 10, patienceMs: 20_000, lenient: true });
  });
  afterAll(() => simulation.close());

  const steps = session.steps.filter(({ silent }) => silent !== true);
  test.each(steps)('$name', ({ name }) => {
    expect(lab[name], `${name} is not recorded: npm run simulator:record`).toBeDefined();
    const lines = differences(lab[name], simulated[name]);
    expect(unknownDifferences(`${session.name}/${name}`, lines, used)).toEqual([]);
  });
});

test('no difference is called known that is none', () => {
  expect(KNOWN.filter((each) => !used.has(each))).toEqual([]);
});
