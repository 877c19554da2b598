import { ask } from './ask.ts';
import { findRunningMigration } from './migration.ts';
import { pauseUpdate, resumeUpdate } from '../../workflows/messages.ts';
import type { Client } from '@temporalio/client';

/** No new server is begun; what runs goes on. @throws RefusedError, UnreachableError */
export async function pauseMigration(client: Client, name: string): Promise<void> {
  const { handle } = await findRunningMigration(client, name);
  await ask({ client, workflowId: handle.workflowId, what: `migration ${name}` }, (target) =>
    target.executeUpdate(pauseUpdate),
  );
}

export async function resumeMigration(client: Client, name: string): Promise<void> {
  const { handle } = await findRunningMigration(client, name);
  await ask({ client, workflowId: handle.workflowId, what: `migration ${name}` }, (target) =>
    target.executeUpdate(resumeUpdate),
  );
}

/** Asks the migration to stop; it compensates by itself, also when the worker comes later. */
export async function cancelMigration(client: Client, name: string): Promise<void> {
  const { handle } = await findRunningMigration(client, name);
  await handle.cancel();
}
