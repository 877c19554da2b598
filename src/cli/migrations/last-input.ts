import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { RefusedError } from '../../errors/command.ts';
import { specSchema } from '../../model/spec.ts';
import type { Client } from '@temporalio/client';
import type { MigrationInput } from '../../workflows/messages.ts';
import type { Migration } from './migration.ts';

/** What the last run of a migration was started with. @throws RefusedError where a later release cannot read it */
export async function lastInput(client: Client, migration: Migration): Promise<MigrationInput> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId: migration.handle.workflowId, runId: migration.runId },
    // Started is the first event; the rest may be megabytes.
    maximumPageSize: 1,
  });
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const args = await decodeArrayFromPayloads(
    client.options.loadedDataConverter,
    started?.input?.payloads,
  );
  const input = args[0] as Partial<MigrationInput> | undefined;
  const spec = specSchema.safeParse(input?.spec);
  if (!spec.success) {
    throw new RefusedError(
      `The spec migration ${migration.name} ran with cannot be read any more: say it again with -f spec.yaml`,
      { cause: spec.error },
    );
  }
  return { ...input, spec: spec.data };
}
