/**
 * Records the histories that replay.test.ts replays, into test/histories. By hand, after a change of the workflows that old runs
 * cannot follow (and only then: a failing replay means that running migrations would break):
 *   node --import tsx test/workflow/record-histories.ts
 */
import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowHandle } from '@temporalio/client';
import { projectWorkflowId, serverWorkflowId } from '../../src/model/names.ts';
import { decideUpdate, progressQuery } from '../../src/workflows/messages.ts';
import { startMigration, startServer } from './harness/run.ts';
import { startTemporal } from './harness/temporal.ts';
import {
  fails,
  failsFirst,
  item,
  newServerId,
  newWorld,
  projectPlan,
  scriptedActivities,
} from './harness/world.ts';

const temporal = await startTemporal({ activities: scriptedActivities });
const { client } = temporal;

/** Stacks and identities hold the names of the machine that recorded. */
function forAll(key: string, value: unknown): unknown {
  const named = key === 'stackTrace' || (typeof value === 'string' && /^\d+@/u.test(value));
  return named ? 'recorded' : value;
}

async function record(name: string, handle: WorkflowHandle): Promise<void> {
  const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()), forAll);
  const path = new URL(`../histories/${name}.json`, import.meta.url);
  await writeFile(path, `${JSON.stringify(history)}\n`);
}

/** A whole migration: shared and own meta-resources, and a server of every kind of end but `held`. */
async function recordMigration(): Promise<void> {
  const world = newWorld();
  const [happy, compensated] = [newServerId(), newServerId()];
  world.migrationPlan = { levels: [[item('flavor/f1'), item('image/i1', { bulk: true })]] };
  const plan = projectPlan([happy, compensated], { levels: [[item('network/n1')]] });
  world.projectPlans.set('p1', plan);
  world.on('verifyServer', fails('no ping'), compensated);
  const handle = await startMigration(client, world);
  await handle.result();
  await record('migration', handle);
  await record('project', client.workflow.getHandle(projectWorkflowId(world.spec.name, 'p1')));
  await record('server-migrated', client.workflow.getHandle(serverWorkflowId('old', happy)));
  await record(
    'server-compensated',
    client.workflow.getHandle(serverWorkflowId('old', compensated)),
  );
  await record('copy', client.workflow.getHandle('copy/new'));
}

async function recordHeld(): Promise<void> {
  const world = newWorld({ server: { onFailure: 'hold' } });
  const id = newServerId();
  world.on('createServer', failsFirst('no valid host'));
  const handle = await startServer(client, world, id);
  await world.called('createServer', id);
  while ((await handle.query(progressQuery)).phase !== 'held');
  await handle.executeUpdate(decideUpdate, { args: [{ action: 'retry' }] });
  await handle.result();
  await record('server-held', handle);
}

await recordMigration();
await recordHeld();
await temporal.stop();
