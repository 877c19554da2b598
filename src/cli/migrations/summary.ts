import { lastCause } from './server-details.ts';
import { summaryQuery } from '../../workflows/messages.ts';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { Summary } from '../../model/report.ts';
import type { Migration } from './migration.ts';

const QUERY_MS = 3_000;

/** What a migration says of itself: its summary, or why there is none. */
export interface Account {
  readonly summary?: Summary;
  /** Why the migration as a whole failed. */
  readonly error?: string;
  /** It failed because the plan has blockers. */
  readonly blocked: boolean;
  /** It runs, but no worker answered. */
  readonly silent: boolean;
}

export async function readAccount(client: Client, migration: Migration): Promise<Account> {
  return migration.status === 'running'
    ? askForSummary(client, migration)
    : readResult(client, migration);
}

async function askForSummary(client: Client, { handle }: Migration): Promise<Account> {
  try {
    const summary = await client.withDeadline(Date.now() + QUERY_MS, () =>
      handle.query(summaryQuery),
    );
    return { summary, blocked: false, silent: false };
  } catch {
    return { blocked: false, silent: true };
  }
}

async function readResult(client: Client, { handle, runId }: Migration): Promise<Account> {
  try {
    const result = await client.workflow.getHandle(handle.workflowId, runId).result();
    return { summary: result as Summary, blocked: false, silent: false };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { error: lastCause(error), blocked: isBlocked(error), silent: false };
  }
}

function isBlocked(error: Error): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if (one instanceof ApplicationFailure && one.type === 'BlockedError') return true;
  }
  return false;
}
