import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes, defineSearchAttributeKey } from '@temporalio/common';
import { RefusedError } from '../../errors/command.ts';
import { SEARCH_ATTRIBUTES, TASK_QUEUE, migrationWorkflowId } from '../../model/names.ts';
import type { Client } from '@temporalio/client';
import type { MigrationInput } from '../../workflows/messages.ts';

/** Starts workflow `migration/<name>`. @throws RefusedError where one of that name runs */
export async function startMigration(client: Client, input: MigrationInput): Promise<void> {
  const { name, source, destination } = input.spec;
  const key = defineSearchAttributeKey(SEARCH_ATTRIBUTES.migration, 'KEYWORD');
  try {
    await client.workflow.start('migration', {
      workflowId: migrationWorkflowId(name),
      taskQueue: TASK_QUEUE,
      args: [input],
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: new TypedSearchAttributes([{ key, value: name }]),
      staticSummary: `${source} → ${destination}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new RefusedError(
      `Migration ${name} is running already. \`pumphouse watch ${name}\` shows it, ` +
        `\`pumphouse retry ${name} [-f spec.yaml]\` tries again what failed, \`pumphouse cancel ${name}\` stops it`,
      { cause: error },
    );
  }
}
