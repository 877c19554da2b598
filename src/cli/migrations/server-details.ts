import { mapBounded } from '../../activities/bounded.ts';
import { progressQuery } from '../../workflows/messages.ts';
import type { Client } from '@temporalio/client';
import type { Concern } from '../../model/concern.ts';
import type { ServerProgress, ServerResult } from '../../model/report.ts';
import type { ServerState } from './server-states.ts';

const AT_ONCE = 8;
/** A worker answers in milliseconds; without one there is no answer at all. */
const QUERY_MS = 3_000;

export interface ServerDetails extends ServerState {
  /** What it waits for, while it runs. */
  readonly detail?: string;
  readonly error?: string;
  readonly destinationId?: string;
  readonly downtimeMs?: number;
  readonly durationMs?: number;
  readonly concerns: readonly Concern[];
}

/** Asks ended servers for their results and running ones for their progress; tolerates that no worker answers. */
export async function describeServers(
  client: Client,
  states: readonly ServerState[],
): Promise<ServerDetails[]> {
  return mapBounded(states, AT_ONCE, (state) =>
    state.status === 'running' ? progressOf(client, state) : resultOf(client, state),
  );
}

async function resultOf(client: Client, state: ServerState): Promise<ServerDetails> {
  const handle = client.workflow.getHandle(state.workflowId, state.runId);
  try {
    const { outcome, error, destinationId, downtimeMs, durationMs, concerns } =
      (await handle.result()) as ServerResult;
    return {
      ...state,
      outcome,
      durationMs,
      concerns,
      ...(error === undefined ? {} : { error }),
      ...(destinationId === undefined ? {} : { destinationId }),
      ...(downtimeMs === undefined ? {} : { downtimeMs }),
    };
  } catch (error) {
    return { ...state, error: lastCause(error), concerns: [] };
  }
}

async function progressOf(client: Client, state: ServerState): Promise<ServerDetails> {
  const handle = client.workflow.getHandle(state.workflowId, state.runId);
  try {
    const progress: ServerProgress = await client.withDeadline(Date.now() + QUERY_MS, () =>
      handle.query(progressQuery),
    );
    const { phase, detail, error } = progress;
    return { ...state, phase, detail, concerns: [], ...(error === undefined ? {} : { error }) };
  } catch {
    return { ...state, detail: 'no worker answers', concerns: [] };
  }
}

/** The innermost message: what failed, below Temporal's own "workflow execution failed". */
export function lastCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? lastCause(error.cause) : error.message;
}
