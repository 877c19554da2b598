import { missingWorkers } from './workers.ts';
import { migrationWorkflowId } from '../../model/names.ts';
import type { TemporalClient } from '../../temporal/connection.ts';
import type { CommandContext } from '../context.ts';

/** Tells that a migration began, where to look, and what it still lacks. */
export async function begun(
  { client, namespace, uiUrl }: TemporalClient,
  name: string,
  { notice, write }: CommandContext,
): Promise<void> {
  write(
    `Migration ${name} began: \`pumphouse watch ${name}\` or \`pumphouse status ${name}\` shows how it goes.\n`,
  );
  if (uiUrl !== undefined) {
    const id = encodeURIComponent(migrationWorkflowId(name));
    write(`Web UI: ${uiUrl}/namespaces/${namespace}/workflows/${id}\n`);
  }
  for (const warning of await missingWorkers(client)) notice(`warning: ${warning}`);
}
