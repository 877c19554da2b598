import { setTimeout as sleep } from 'node:timers/promises';
import { presenterFor } from './presenter.ts';
import { isOver, takeSnapshot } from './snapshot.ts';
import { EXIT_CODES } from '../../errors/exit-codes.ts';
import { grpcStatus } from '../grpc-status.ts';
import { count } from '../../model/count.ts';
import { numberOf } from '../../model/fold-concerns.ts';
import { outcomeCounts } from '../output/status.ts';
import type { Client } from '@temporalio/client';
import type { ExitCode } from '../../errors/exit-codes.ts';
import type { CommandContext } from '../context.ts';
import type { Snapshot } from './snapshot.ts';

const INTERVAL_MS = 1_000;
/** How long Temporal may be away before watching is given up. */
const PATIENCE_MS = 60_000;

/** Shows a migration until it ends. The exit code says how, or that the operator stopped watching. */
export async function watchMigration(
  client: Client,
  name: string,
  context: CommandContext,
  json = false,
): Promise<ExitCode> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once('SIGINT', interrupt);
  const presenter = presenterFor(context, json);
  try {
    for (;;) {
      const snapshot = await patiently(() => takeSnapshot(client, name), interrupted.signal);
      if (snapshot === undefined) {
        presenter.end();
        context.notice(
          `Stopped watching. Migration ${name} goes on: \`pumphouse watch ${name}\` shows it again.`,
        );
        return EXIT_CODES.interrupted;
      }
      presenter.show(snapshot);
      if (isOver(snapshot)) {
        presenter.end();
        return conclude(snapshot, context, json);
      }
      await pause(INTERVAL_MS, interrupted.signal);
    }
  } finally {
    presenter.end();
    process.off('SIGINT', interrupt);
  }
}

/** Undefined once interrupted. A Temporal that restarts is waited for. */
async function patiently<T>(look: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const until = Date.now() + PATIENCE_MS;
  while (!signal.aborted) {
    try {
      return await look();
    } catch (error) {
      if (grpcStatus(error) !== 'UNAVAILABLE' || Date.now() > until) throw error;
      await pause(INTERVAL_MS, signal);
    }
  }
  return undefined;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function conclude(
  snapshot: Snapshot,
  { notice, terminal }: CommandContext,
  json: boolean,
): ExitCode {
  const { name, status, blocked, error, summary } = snapshot;
  // The lines have said so already; the picture has no room for it.
  if (error !== undefined && terminal.interactive && !json) notice(error);
  if (blocked) return EXIT_CODES.blocked;
  const failed = (summary?.failedServers.length ?? 0) + (summary?.failedItems.length ?? 0);
  for (const line of countsOf(snapshot)) notice(line);
  if (status === 'completed' && failed === 0) return EXIT_CODES.ok;
  notice(`Not everything went well: \`pumphouse status ${name}\` shows what, why, and what to do.`);
  return EXIT_CODES.incomplete;
}

function countsOf({ name, servers, summary }: Snapshot): string[] {
  const warnings = numberOf(
    (summary?.concerns ?? []).filter(({ severity }) => severity === 'warning'),
  );
  return [
    ...(servers.length > 0 ? [`Servers: ${outcomeCounts(servers)}.`] : []),
    ...(servers.length === 0 && summary !== undefined
      ? [`Resources: ${summary.created} created, ${summary.reused} reused.`]
      : []),
    ...(warnings > 0
      ? [`${count(warnings, 'warning')}: \`pumphouse status ${name}\` shows them.`]
      : []),
  ];
}
