import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { lastCause } from './server-details.ts';
import { RefusedError } from '../../errors/command.ts';
import { UnreachableError } from '../../errors/temporal.ts';
import { grpcStatus } from '../grpc-status.ts';
import type { Client, WorkflowHandle } from '@temporalio/client';

const UPDATE_MS = 15_000;

interface Target {
  readonly client: Client;
  readonly workflowId: string;
  /** For messages: `server web1`. */
  readonly what: string;
}

/** Sends an update to a workflow and waits for its answer. @throws RefusedError, UnreachableError */
export async function ask<Answer>(
  { client, workflowId, what }: Target,
  send: (handle: WorkflowHandle) => Promise<Answer>,
): Promise<Answer> {
  const handle = client.workflow.getHandle(workflowId);
  try {
    return await client.withDeadline(Date.now() + UPDATE_MS, () => send(handle));
  } catch (error) {
    throw explain(error, what);
  }
}

function explain(error: unknown, what: string): unknown {
  const cause = { cause: error };
  if (error instanceof WorkflowUpdateFailedError) {
    return new RefusedError(`${what}: ${lastCause(error)}`, cause);
  }
  if (error instanceof WorkflowNotFoundError) {
    return new RefusedError(`${what} is not under way any more`, cause);
  }
  const late =
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    grpcStatus(error) === 'DEADLINE_EXCEEDED';
  return late
    ? new UnreachableError(
        `${what}: no worker took it in within ${UPDATE_MS / 1_000} s, so nothing was done: start one with \`pumphouse worker\``,
        cause,
      )
    : error;
}
