import { WorkflowNotFoundError } from '@temporalio/client';
import { RefusedError } from '../../errors/command.ts';
import { UsageError } from '../../errors/migration.ts';
import { migrationWorkflowId } from '../../model/names.ts';
import type { Client, WorkflowExecutionStatusName, WorkflowHandle } from '@temporalio/client';

export type RunStatus =
  'running' | 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed out';

/** The last run of a migration. */
export interface Migration {
  readonly name: string;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly runId: string;
  readonly handle: WorkflowHandle;
}

/** @throws RefusedError where there is no migration of that name, UsageError where none can be */
export async function findMigration(client: Client, name: string): Promise<Migration> {
  // What goes into a visibility query must not end its quotes.
  if (!/^[a-z0-9-]+$/.test(name)) {
    throw new UsageError(`"${name}" is no migration's name: lower-case letters, digits and dashes`);
  }
  const handle = client.workflow.getHandle(migrationWorkflowId(name));
  try {
    const { status, startTime, closeTime, runId } = await handle.describe();
    return {
      name,
      status: runStatus(status.name),
      startedAt: startTime,
      ...(closeTime === undefined ? {} : { endedAt: closeTime }),
      runId,
      handle,
    };
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    throw new RefusedError(
      `There is no migration ${name}: \`pumphouse list\` shows those there are`,
      {
        cause: error,
      },
    );
  }
}

export async function findRunningMigration(client: Client, name: string): Promise<Migration> {
  const migration = await findMigration(client, name);
  if (migration.status === 'running') return migration;
  throw new RefusedError(
    `Migration ${name} does not run (${migration.status}): \`pumphouse status ${name}\` shows how it ended`,
  );
}

export function runStatus(name: WorkflowExecutionStatusName): RunStatus {
  switch (name) {
    case 'COMPLETED':
      return 'completed';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    case 'TERMINATED':
      return 'terminated';
    case 'TIMED_OUT':
      return 'timed out';
    // Continued as new is one run to a person.
    case 'RUNNING':
    case 'CONTINUED_AS_NEW':
    case 'PAUSED':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return 'running';
  }
}
