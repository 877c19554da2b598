/**
 * Records the histories that replay.test.ts replays, into test/histories. By hand, after a change of the workflows that old runs
 * cannot follow (and only then: a failing replay means that running migrations would break):
 *   node --import tsx test/workflow/record-histories.ts              with activities that follow a script
 *   node --import tsx test/workflow/record-histories.ts demo | lab   of what has run on the Temporal server that the environment
 *                                                                    names: `npm run demo -- --keep` says which, for the lab the operator's
 */
import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client, WorkflowExecutionInfo, WorkflowHandle } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, projectWorkflowId, serverWorkflowId } from '../../src/model/names.ts';
import { connectClient } from '../../src/temporal/connection.ts';
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
async function recordMigration(client: Client): Promise<void> {
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

async function recordHeld(client: Client): Promise<void> {
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

async function recordScripted(): Promise<void> {
  const temporal = await startTemporal({ activities: scriptedActivities });
  await recordMigration(temporal.client);
  await recordHeld(temporal.client);
  await temporal.stop();
}

/** The longest of each type and end. */
async function recordRun(place: string): Promise<void> {
  const { client, close } = await connectClient({ start: false });
  const longest = new Map<string, WorkflowExecutionInfo>();
  for await (const info of client.workflow.list()) {
    const name = [place, info.type, outcomeOf(info)].filter(Boolean).join('-');
    if (info.historyLength > (longest.get(name)?.historyLength ?? 0)) longest.set(name, info);
  }
  for (const [name, { workflowId, runId }] of longest) {
    await record(name, client.workflow.getHandle(workflowId, runId));
  }
  await close();
}

function outcomeOf({ typedSearchAttributes }: WorkflowExecutionInfo): string | undefined {
  const outcome = typedSearchAttributes
    .getAll()
    .find(({ key }) => key.name === SEARCH_ATTRIBUTES.outcome);
  return outcome === undefined ? undefined : String(outcome.value);
}

const place = process.argv[2];
await (place === undefined ? recordScripted() : recordRun(place));
