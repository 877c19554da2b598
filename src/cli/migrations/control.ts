import { ask } from './ask.ts';
import { findRunningMigration } from './migration.ts';
import { pauseUpdate, resumeUpdate } from '../../workflows/messages.ts';
import type { Client } from '@temporalio/client';

/** No new server is begun; what runs goes on. @throws RefusedError, UnreachableError */
export function pauseMigration(client: Client, name: string): Promise<void> {
  return askMigration(client, name, pauseUpdate);
}

export function resumeMigration(client: Client, name: string): Promise<void> {
  return askMigration(client, name, resumeUpdate);
}

async function askMigration(
  client: Client,
  name: string,
  update: typeof pauseUpdate,
): Promise<void> {
  const { handle } = await findRunningMigration(client, name);
  await ask({ client, workflowId: handle.workflowId, what: `migration ${name}` }, (target) =>
    target.executeUpdate(update),
  );
}

/** Asks the migration to stop; it compensates by itself, also when the worker comes later. */
export async function cancelMigration(client: Client, name: string): Promise<void> {
  const { handle } = await findRunningMigration(client, name);
  await handle.cancel();
}
