/**
 * Plays the sessions on the lab's cloud and writes what it answered: `npm run simulator:record -- [SERVICE…] [--check]`.
 * `--check` writes nothing and tells what the lab answers differently from what is recorded.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { playCommands } from './openstackclient/play.ts';
import { labEntry } from './wire/clouds.ts';
import { differences } from './wire/compare.ts';
import { play } from './wire/play.ts';
import { readRecording, recordingFile } from './wire/recordings.ts';
import { sessions } from './session/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean', default: false } },
});
const entry = await labEntry();
for (const session of sessions) {
  const { service, name } = session;
  if (!isWanted(service) && !isWanted(name)) continue;
  const began = Date.now();
  const recording = await play(entry, session, { pollMs: 500 });
  const steps = Object.keys(recording).length;
  console.log(`${name}: ${steps} steps in ${Math.round((Date.now() - began) / 1000)} s`);
  if (values.check) await tell(name, recording);
  else await keep(name, recording);
}

if (isWanted('openstackclient')) {
  const records = await playCommands(entry);
  console.log(`openstackclient: ${Object.keys(records).length} commands`);
  if (values.check) await tell('openstackclient', records);
  else await keep('openstackclient', records);
}

function isWanted(name: string): boolean {
  return positionals.length === 0 || positionals.includes(name);
}

async function keep(name: string, recording: Readonly<Record<string, unknown>>): Promise<void> {
  const lines = Object.entries(recording).map(
    ([step, recorded]) => `${JSON.stringify(step)}: ${JSON.stringify(recorded)}`,
  );
  await writeFile(recordingFile(name), `{\n${lines.join(',\n')}\n}\n`);
}

async function tell(name: string, recording: Readonly<Record<string, unknown>>): Promise<void> {
  const before = await readRecording(name);
  for (const line of differences(before, recording)) console.log(line);
}
