import { lastCause } from './server-details.ts';
import { mapBounded } from '../../activities/bounded.ts';
import { summaryQuery } from '../../workflows/messages.ts';
import { merged } from '../../workflows/summary.ts';
import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Summary } from '../../model/report.ts';
import type { Migration } from './migration.ts';

const QUERY_MS = 3_000;
const AT_ONCE = 4;

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
    const [own, ...below] = await summariesOf(client, handle);
    const paused = own.paused === true ? { paused: own.paused } : {};
    return { summary: { ...merged([own, ...below]), ...paused }, blocked: false, silent: false };
  } catch {
    return { blocked: false, silent: true };
  }
}

/** A migration counts a project, and either of them what it copies, once that has ended: those under way are asked too. */
async function summariesOf(
  client: Client,
  handle: WorkflowHandle,
): Promise<readonly [Summary, ...Summary[]]> {
  // Before it is asked itself: a child that ends in between is better counted twice than not at all.
  const { raw } = await handle.describe();
  const children = (raw.pendingChildren ?? []).flatMap(
    ({ workflowTypeName, workflowId, runId }) => {
      if (!workflowId || !runId || workflowTypeName === 'server') return [];
      // A project continues as new, in other runs; a copy's id is another migration's as soon as this one has ended.
      return [{ workflowId, runId: workflowTypeName === 'copy' ? runId : undefined }];
    },
  );
  const own = await summaryOf(client, handle);
  const below = await mapBounded(children, AT_ONCE, ({ workflowId, runId }) =>
    // It may have ended just now.
    summariesOf(client, client.workflow.getHandle(workflowId, runId)).catch(() => []),
  );
  return [own, ...below.flat()];
}

async function summaryOf(client: Client, handle: WorkflowHandle): Promise<Summary> {
  return client.withDeadline(Date.now() + QUERY_MS, () => handle.query(summaryQuery));
}

async function readResult(client: Client, { handle, runId, status }: Migration): Promise<Account> {
  try {
    const result = await client.workflow.getHandle(handle.workflowId, runId).result();
    return { summary: result as Summary, blocked: false, silent: false };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    // That is all there is to say.
    if (status === 'cancelled') return { blocked: false, silent: false };
    return { error: lastCause(error), blocked: isBlocked(error), silent: false };
  }
}

function isBlocked(error: Error): boolean {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    if (one instanceof ApplicationFailure && one.type === 'BlockedError') return true;
  }
  return false;
}
