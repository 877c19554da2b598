import type { CopyResult } from '../activities/copy.ts';
import type { Concern } from '../model/concern.ts';
import type { Outcome } from '../model/phase.ts';
import type { ServerResult, Summary } from '../model/report.ts';

export const EMPTY_SUMMARY: Summary = {
  servers: {},
  waiting: 0,
  running: 0,
  created: 0,
  reused: 0,
  failedItems: [],
  failedServers: [],
  concerns: [],
};

/** Lists in a summary stay this short, so that it fits into histories however large the cloud. */
const MOST = 100;

export const SUCCESS: readonly Outcome[] = ['migrated', 'reused', 'skipped'];

export function withCopies(summary: Summary, result: CopyResult): Summary {
  return {
    ...summary,
    created: summary.created + result.created,
    reused: summary.reused + result.reused,
    failedItems: [...summary.failedItems, ...result.failed].slice(0, MOST),
    concerns: [...summary.concerns, ...result.concerns].slice(0, MOST),
  };
}

export function withConcern(summary: Summary, concern: Concern): Summary {
  return { ...summary, concerns: [concern, ...summary.concerns].slice(0, MOST) };
}

export function withServer(summary: Summary, result: ServerResult): Summary {
  const others = summary.failedServers.filter((each) => each.id !== result.id);
  const failed = SUCCESS.includes(result.outcome) ? others : [...others, result].slice(0, MOST);
  const count = (summary.servers[result.outcome] ?? 0) + 1;
  return {
    ...summary,
    servers: { ...summary.servers, [result.outcome]: count },
    failedServers: failed,
  };
}

/** Takes servers that are to be tried again out of what has ended. */
export function withoutServers(summary: Summary, ids: readonly string[]): Summary {
  const again = summary.failedServers.filter((each) => ids.includes(each.id));
  const servers: Partial<Record<Outcome, number>> = { ...summary.servers };
  for (const { outcome } of again) servers[outcome] = (servers[outcome] ?? 1) - 1;
  return {
    ...summary,
    servers,
    failedServers: summary.failedServers.filter((each) => !ids.includes(each.id)),
  };
}

export function merged(summaries: readonly Summary[]): Summary {
  return summaries.reduce(
    (sum, each) => ({
      servers: addCounts(sum.servers, each.servers),
      waiting: sum.waiting + each.waiting,
      running: sum.running + each.running,
      created: sum.created + each.created,
      reused: sum.reused + each.reused,
      failedItems: [...sum.failedItems, ...each.failedItems].slice(0, MOST),
      failedServers: [...sum.failedServers, ...each.failedServers].slice(0, MOST),
      concerns: [...sum.concerns, ...each.concerns].slice(0, MOST),
    }),
    EMPTY_SUMMARY,
  );
}

function addCounts(a: Summary['servers'], b: Summary['servers']): Summary['servers'] {
  const sum: Partial<Record<Outcome, number>> = { ...a };
  for (const [outcome, count] of Object.entries(b) as [Outcome, number][]) {
    sum[outcome] = (sum[outcome] ?? 0) + count;
  }
  return sum;
}

export function isComplete(summary: Summary): boolean {
  return summary.failedItems.length === 0 && summary.failedServers.length === 0;
}
