import { readFile, readdir } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { WORKFLOWS } from './harness/temporal.ts';

const HISTORIES = new URL('../histories/', import.meta.url);

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] }));

async function* histories(names: readonly string[]) {
  for (const workflowId of names) {
    const json: unknown = JSON.parse(await readFile(new URL(workflowId, HISTORIES), 'utf8'));
    yield { workflowId, history: historyFromJSON(json) };
  }
}

test('workflows that began under earlier code go on under this: every recorded history replays', async () => {
  const names = (await readdir(HISTORIES)).filter((name) => name.endsWith('.json'));
  expect(names).toEqual(
    expect.arrayContaining([
      'migration.json',
      // A server ended while its project looked who had it: it was begun again, after a timer.
      'project-met.json',
      'server-compensated.json',
      'server-held.json',
      'demo-server-compensated.json',
      'lab-server-migrated.json',
    ]),
  );
  const replayed: string[] = [];
  const replays = Worker.runReplayHistories({ workflowsPath: WORKFLOWS }, histories(names));
  for await (const { workflowId, error } of replays) {
    expect(error, workflowId).toBeUndefined();
    replayed.push(workflowId);
  }
  expect(replayed.toSorted()).toEqual(names.toSorted());
});
