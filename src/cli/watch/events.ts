import { weightOf } from '../../model/fold-concerns.ts';
import type { Concern } from '../../model/concern.ts';
import type { FailedItem } from '../../model/report.ts';
import type { Retrying } from '../migrations/transfers.ts';
import type { MeasuredTransfer } from './rates.ts';
import type { Snapshot, WatchedServer } from './snapshot.ts';

/** What changed between two looks at a migration; a line each in plain output, an object each with `--json`. */
export type WatchEvent =
  | {
      readonly type: 'migration';
      readonly name: string;
      readonly status: string;
      readonly error?: string;
    }
  | ({ readonly type: 'server' } & WatchedServer & { readonly error?: string })
  | ({ readonly type: 'transfer' } & MeasuredTransfer)
  | ({ readonly type: 'failed-item' } & FailedItem)
  | ({ readonly type: 'retrying' } & Retrying)
  | { readonly type: 'concern'; readonly concern: Concern }
  | { readonly type: 'silent' };

export interface Look extends Snapshot {
  readonly transfers: readonly MeasuredTransfer[];
}

/** Everything there is to say at the first look, and after that only what is new. */
export function changesBetween(before: Look | undefined, now: Look): WatchEvent[] {
  const { name, status, error } = now;
  const ended = error === undefined ? {} : { error };
  return [
    ...(before?.status === status ? [] : [{ type: 'migration' as const, name, status, ...ended }]),
    ...(now.silent && before?.silent !== true ? [{ type: 'silent' as const }] : []),
    ...changedServers(before, now),
    ...neverBegun(before, now),
    ...movedTransfers(before, now),
    ...newRetries(before, now),
    ...newFailures(before, now),
  ];
}

function changedServers(before: Look | undefined, now: Look): WatchEvent[] {
  const known = new Map(before?.servers.map((server) => [server.id, server]));
  const errors = new Map(now.summary?.failedServers.map(({ id, error }) => [id, error]));
  return now.servers
    .filter(({ id, phase, outcome }) => {
      const old = known.get(id);
      return old?.phase !== phase || old.outcome !== outcome;
    })
    .map(({ id, name, phase, outcome }) => {
      const error = outcome === undefined ? undefined : errors.get(id);
      return {
        type: 'server' as const,
        id,
        name,
        phase,
        ...(outcome === undefined ? {} : { outcome }),
        ...(error === undefined ? {} : { error }),
      };
    });
}

/** Refused, or failed before they began: they have no workflow of this migration, and only the summary names them. */
function neverBegun(before: Look | undefined, now: Look): WatchEvent[] {
  const known = new Set([
    ...now.servers.map(({ id }) => id),
    ...(before?.summary?.failedServers ?? []).map(({ id }) => id),
  ]);
  return (now.summary?.failedServers ?? [])
    .filter(({ id }) => !known.has(id))
    .map(({ id, name, outcome, error }) => ({
      type: 'server' as const,
      id,
      name,
      phase: 'done' as const,
      outcome,
      ...(error === undefined ? {} : { error }),
    }));
}

function movedTransfers(before: Look | undefined, now: Look): WatchEvent[] {
  const known = new Map(before?.transfers.map((transfer) => [transfer.id, transfer]));
  return now.transfers
    .filter(({ id, bytes }) => known.get(id)?.bytes !== bytes)
    .map((transfer) => ({ type: 'transfer' as const, ...transfer }));
}

function newRetries(before: Look | undefined, now: Look): WatchEvent[] {
  const known = new Set(before?.retrying.map(({ step, error }) => `${step} ${error}`));
  return now.retrying
    .filter(({ step, error }) => !known.has(`${step} ${error}`))
    .map((retrying) => ({ type: 'retrying' as const, ...retrying }));
}

function newFailures(before: Look | undefined, now: Look): WatchEvent[] {
  const items = new Set(before?.summary?.failedItems.map(({ key }) => key));
  const said = new Set(before?.summary?.concerns.map(nameOf));
  return [
    ...(now.summary?.failedItems ?? [])
      .filter(({ key }) => !items.has(key))
      .map((item) => ({ type: 'failed-item' as const, ...item })),
    ...(now.summary?.concerns ?? [])
      .filter((concern) => !said.has(nameOf(concern)))
      .map((concern) => ({ type: 'concern' as const, concern })),
  ];
}

/** One that is told of more than before is told anew. */
function nameOf(concern: Concern): string {
  return `${concern.code} ${concern.subject} ${weightOf(concern)}`;
}
