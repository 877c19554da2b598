import type { CopyResult } from '../activities/copy.ts';
import type { Concern } from '../model/concern.ts';
import { foldConcerns } from '../model/fold-concerns.ts';
import type { Outcome } from '../model/phase.ts';
import type { FailedItem, ServerResult, Summary } from '../model/report.ts';

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
export const MOST = 100;

export const SUCCESS: readonly Outcome[] = ['migrated', 'reused', 'skipped'];

export function withCopies(summary: Summary, result: CopyResult): Summary {
  return {
    ...summary,
    created: summary.created + result.created,
    reused: summary.reused + result.reused,
    ...withFailed(summary, result.failed, result.moreFailed),
    concerns: foldConcerns([...summary.concerns, ...result.concerns], MOST),
  };
}

/** Beyond so many they are counted. */
export function withFailed(
  { failedItems, moreFailedItems = 0 }: Pick<Summary, 'failedItems' | 'moreFailedItems'>,
  failed: readonly FailedItem[],
  moreFailed = 0,
): Pick<Summary, 'failedItems' | 'moreFailedItems'> {
  const all = [...failedItems, ...failed];
  const more = moreFailedItems + moreFailed + Math.max(0, all.length - MOST);
  return { failedItems: all.slice(0, MOST), ...(more === 0 ? {} : { moreFailedItems: more }) };
}

/** What could not be copied is to be tried again. */
export function withoutItems(summary: Summary): Summary {
  const { moreFailedItems: _, ...rest } = summary;
  return { ...rest, failedItems: [] };
}

export function failedCount({ failedItems, moreFailedItems = 0 }: Summary): number {
  return failedItems.length + moreFailedItems;
}

export function withConcern(summary: Summary, concern: Concern): Summary {
  return { ...summary, concerns: foldConcerns([concern, ...summary.concerns], MOST) };
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

/** Concerns are folded once, not with each summary. */
export function merged(summaries: readonly Summary[]): Summary {
  const concerns = summaries.flatMap((each) => each.concerns);
  return { ...numbersOf(summaries), concerns: foldConcerns(concerns, MOST) };
}

/** All but the concerns. */
export function numbersOf(summaries: readonly Summary[]): Summary {
  return summaries.reduce(
    (sum, each) => ({
      servers: addCounts(sum.servers, each.servers),
      waiting: sum.waiting + each.waiting,
      running: sum.running + each.running,
      created: sum.created + each.created,
      reused: sum.reused + each.reused,
      ...withFailed(sum, each.failedItems, each.moreFailedItems),
      failedServers: [...sum.failedServers, ...each.failedServers].slice(0, MOST),
      concerns: [],
      ...withKinds(sum.kinds, each.kinds),
    }),
    EMPTY_SUMMARY,
  );
}

function withKinds(one: Summary['kinds'], other: Summary['kinds']): Pick<Summary, 'kinds'> {
  const kinds = [...new Set([...(one ?? []), ...(other ?? [])])];
  return kinds.length === 0 ? {} : { kinds };
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
