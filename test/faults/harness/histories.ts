import type { Client } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../../src/model/names.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { SECRETS } from './workload.ts';

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

/** Payloads are bytes. */
function readable(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
}
