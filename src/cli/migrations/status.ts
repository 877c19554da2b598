import { describeServers } from './server-details.ts';
import type { ServerDetails } from './server-details.ts';
import { findMigration } from './migration.ts';
import { listServers } from './server-states.ts';
import { NO_ANSWER, missingWorkers } from './workers.ts';
import { readAccount } from './summary.ts';
import { lostOf } from '../../activities/lost.ts';
import type { Lost } from '../../activities/lost.ts';
import type { Client } from '@temporalio/client';
import type { Concern } from '../../model/concern.ts';
import type { Phase } from '../../model/phase.ts';
import type { FailedItem, ServerResult, Summary } from '../../model/report.ts';
import type { RunStatus } from './migration.ts';

export interface ServerStatus extends Omit<ServerDetails, 'phase' | OfWorkflow> {
  /** The source project's name; its id where that is all that is known. */
  readonly project: string;
  /** Undefined for one that never got a workflow of its own: refused. */
  readonly phase?: Phase;
}

/** What Temporal's index tells of a server's workflow: no operator asks for it. */
type OfWorkflow = 'migration' | 'workflowId' | 'runId' | 'status' | 'startedAt';

/** Everything there is to know of a migration; what `status -o json` prints. */
export interface MigrationStatus {
  readonly name: string;
  readonly status: RunStatus;
  /** Running, and begins no more servers until `resume`. */
  readonly paused?: true;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  /** Why it failed as a whole. */
  readonly error?: string;
  /** It failed because of blockers in its plan. */
  readonly blocked: boolean;
  readonly servers: readonly ServerStatus[];
  /** Servers not begun yet; undefined where no worker could be asked. */
  readonly waiting?: number;
  readonly created?: number;
  readonly reused?: number;
  readonly failedItems: readonly FailedItem[];
  /** So many more failed: they were too many to be named. */
  readonly moreFailedItems?: number;
  readonly concerns: readonly Concern[];
  /** What no API carries, of the kinds that this run makes. */
  readonly lost: Lost;
  readonly warnings: readonly string[];
}

/** @throws RefusedError where there is no such migration */
export async function readStatus(client: Client, name: string): Promise<MigrationStatus> {
  const migration = await findMigration(client, name);
  const running = migration.status === 'running';
  const [account, states, missing] = await Promise.all([
    readAccount(client, migration),
    listServers(client, name),
    running ? missingWorkers(client) : [],
  ]);
  const servers = await describeServers(client, states);
  const { summary, error, blocked, silent } = account;
  // Temporal remembers for minutes who asked for tasks: that a worker has just died its silence tells sooner.
  const isSilent = silent && missing.length === 0;
  const { startedAt, endedAt } = migration;
  return {
    name,
    status: migration.status,
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(error === undefined ? {} : { error }),
    blocked,
    servers: [...servers.map(serverStatus), ...withoutWorkflow(summary, servers)],
    ...(summary === undefined ? {} : numbers(summary)),
    ...listsOf(summary),
    warnings: isSilent ? [NO_ANSWER] : missing,
  };
}

function listsOf({ failedItems = [], concerns = [], kinds = [] }: Partial<Summary> = {}): Pick<
  MigrationStatus,
  'failedItems' | 'concerns' | 'lost'
> {
  return { failedItems, concerns, lost: lostOf(kinds) };
}

function numbers({ waiting, created, reused, moreFailedItems, paused }: Summary) {
  return {
    waiting,
    created,
    reused,
    ...(moreFailedItems === undefined ? {} : { moreFailedItems }),
    ...(paused === undefined ? {} : { paused }),
  };
}

function serverStatus(details: ServerDetails): ServerStatus {
  const {
    migration: _,
    workflowId: _id,
    runId: _run,
    status: _status,
    startedAt: _at,
    ...status
  } = details;
  return status;
}

/** Servers another migration has: their workflow is not this migration's, only the summary names them. */
function withoutWorkflow(
  summary: Summary | undefined,
  known: readonly { readonly id: string }[],
): ServerStatus[] {
  const ids = new Set(known.map(({ id }) => id));
  return (summary?.failedServers ?? [])
    .filter(({ id }) => !ids.has(id))
    .map((result: ServerResult) => result);
}
