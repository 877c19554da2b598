import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../../src/model/names.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { SECRETS } from '../seed/shapes.ts';

/** What no history of a migration may hold: passwords, user_data, tokens. */
export async function secretsIn(
  client: Client,
  migration: string,
  { clouds }: Simulation,
): Promise<string[]> {
  const secrets = [
    ...SECRETS.flatMap((secret) => [secret, Buffer.from(secret).toString('base64')]),
    ...clouds.flatMap(({ options }) => options.password ?? []),
  ];
  const found = new Set<string>();
  const query = `${SEARCH_ATTRIBUTES.migration} = "${migration}"`;
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const words = JSON.stringify(history, readable);
    for (const secret of secrets) {
      if (words.includes(secret)) found.add(`the history of ${workflowId} holds a secret`);
    }
    if (/gAAAA[\w-]{20}/.test(words)) found.add(`the history of ${workflowId} holds a token`);
  }
  return [...found];
}

/** What holds up workflows that still run: their activities' last failures. */
export async function heldUp(client: Client): Promise<string> {
  const found: string[] = [];
  for await (const { workflowId, runId } of client.workflow.list({
    query: 'ExecutionStatus = "Running"',
  })) {
    const { raw } = await client.workflow.getHandle(workflowId, runId).describe();
    for (const { activityType, attempt, lastFailure } of raw.pendingActivities ?? []) {
      const why = lastFailure?.message ?? 'no failure';
      found.push(`${workflowId}: ${activityType?.name}, attempt ${attempt}: ${why}`);
    }
  }
  return found.join('; ');
}

const COMPLETED_WITHIN_MS = 5_000;

/** Until one more activity has completed, in any workflow that runs; none may have been under way. */
export async function nextCompletion(client: Client): Promise<void> {
  const before = await completedActivities(client);
  const until = Date.now() + COMPLETED_WITHIN_MS;
  while (Date.now() < until && (await completedActivities(client)) <= before) await sleep(20);
}

async function completedActivities(client: Client): Promise<number> {
  let completed = 0;
  const query = 'ExecutionStatus = "Running"';
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    completed += (events ?? []).filter((each) => each.activityTaskCompletedEventAttributes).length;
  }
  return completed;
}

/** Payloads are bytes. */
function readable(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
