import { findMigration } from '../migrations/migration.ts';
import { listServers } from '../migrations/server-states.ts';
import { readAccount } from '../migrations/summary.ts';
import { listPending } from '../migrations/transfers.ts';
import type { Client } from '@temporalio/client';
import type { Outcome, Phase } from '../../model/phase.ts';
import type { Summary } from '../../model/report.ts';
import type { RunStatus } from '../migrations/migration.ts';
import type { Retrying, Transfer } from '../migrations/transfers.ts';

export interface WatchedServer {
  readonly id: string;
  readonly name: string;
  readonly phase: Phase;
  /** Of an ended one. */
  readonly outcome?: Outcome;
}

/** A migration at one moment. */
export interface Snapshot {
  readonly name: string;
  readonly at: Date;
  readonly status: RunStatus;
  readonly startedAt: Date;
  readonly servers: readonly WatchedServer[];
  /** Undefined while no worker answers, and of a run that failed. */
  readonly summary?: Summary;
  readonly error?: string;
  readonly blocked: boolean;
  readonly silent: boolean;
  readonly transfers: readonly Transfer[];
  readonly retrying: readonly Retrying[];
}

export async function takeSnapshot(client: Client, name: string): Promise<Snapshot> {
  const migration = await findMigration(client, name);
  const { status, startedAt } = migration;
  const [account, servers, pending] = await Promise.all([
    readAccount(client, migration),
    listServers(client, name),
    listPending(client, name),
  ]);
  return { name, at: new Date(), status, startedAt, servers, ...account, ...pending };
}

/** Cancelled migrations end before the servers they have under way: those are still being compensated. */
export function isOver({ status, servers }: Snapshot): boolean {
  return status !== 'running' && servers.every(({ outcome }) => outcome !== undefined);
}
