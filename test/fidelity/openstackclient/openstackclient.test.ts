import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../../src/simulator/start.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { unknownDifferences } from '../known.ts';
import { entryOf } from '../wire/clouds.ts';
import { differences } from '../wire/compare.ts';
import { recordingFile } from '../wire/recordings.ts';
import { commands } from './commands.ts';
import { playCommands } from './play.ts';
import type { CommandRecord } from './play.ts';

// What the same commands did on the lab stands in recorded/openstackclient.json.

let simulation: Simulation;
let lab: Readonly<Record<string, CommandRecord>>;
let simulated: Readonly<Record<string, CommandRecord>>;

beforeAll(async () => {
  lab = JSON.parse(await readFile(recordingFile('openstackclient'), 'utf8')) as typeof lab;
  simulation = await startSimulation({
    clouds: [{ name: 'source', pace: 0.01, volumeGbBytes: 2 ** 20 }],
  });
  simulated = await playCommands(entryOf(simulation.cloudsYaml, 'source'));
});
afterAll(() => simulation.close());

test('at least 60 commands are compared', () => {
  expect(Object.keys(lab).length).toBe(commands.length);
  expect(commands.length).toBeGreaterThan(60);
});

test.each(commands.map(({ name }, index) => `${index + 1} ${name}`))(
  'openstack does on the simulator what it does on the lab: %s',
  (name) => {
    const lines = differences(lab[name], simulated[name]);
    expect(unknownDifferences(`openstackclient/${name}`, lines, new Set())).toEqual([]);
  },
);
