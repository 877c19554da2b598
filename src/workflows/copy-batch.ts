import { isCancellation } from '@temporalio/workflow';
import type { CopyResult } from '../activities/copy.ts';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { IdMap } from '../model/id-map.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import { failureText } from './failure-text.ts';
import { copying, transferring } from './proxies.ts';

/** Resources of one activity: enough to spare history, few enough to try again at little cost. */
const BATCH = 20;

const LONGEST_SUMMARY = 150;

/** One level's resources, in batches, all at once; `add` is told of each batch. */
export async function copyLevel(
  spec: Spec,
  level: readonly CopyItem[],
  {
    ids,
    order,
    add,
  }: {
    readonly ids: IdMap;
    readonly order: readonly string[] | undefined;
    readonly add: (result: CopyResult) => void;
  },
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(level.length / BATCH) }, (_each, index) =>
    level.slice(index * BATCH, (index + 1) * BATCH),
  );
  await Promise.all(batches.map(async (batch) => add(await copyBatch(spec, batch, ids, order))));
}

/** Copies them in one activity. Failures are told in the result, not thrown. */
export async function copyBatch(
  spec: Spec,
  batch: readonly CopyItem[],
  known: IdMap,
  order: readonly string[] | undefined,
): Promise<CopyResult> {
  const ids = idsFor(batch, known, order);
  const missing = needsOf(batch, order).filter((key) => known[key] === undefined);
  const copy = batch[0]?.bulk === true ? transferring : copying;
  try {
    return await copy(summaryOf(batch)).copyItems(spec, batch, ids, missing);
  } catch (error) {
    if (isCancellation(error)) throw error;
    const failed = batch.map(({ key, name }) => ({ key, name, error: failureText(error) }));
    return { ids: {}, created: 0, reused: 0, failed, concerns: [] };
  }
}

/** Of all ids those that the items need: a history holds them once a batch. */
function idsFor(
  items: readonly CopyItem[],
  ids: IdMap,
  order: readonly string[] | undefined,
): IdMap {
  if (order === undefined) return ids;
  const slice: Record<string, string> = {};
  for (const key of needsOf(items, order)) {
    const id = ids[key];
    if (id !== undefined) slice[key] = id;
  }
  return slice;
}

function needsOf(items: readonly CopyItem[], order: readonly string[] = []): string[] {
  const indexes = new Set(items.flatMap(({ needs }) => needs ?? []));
  return [...indexes].flatMap((index) => order[index] ?? []);
}

/** `copy project shop, office; user anna`: a name alone may be anything's. */
function summaryOf(batch: readonly CopyItem[]): string {
  const byKind = new Map<string, string[]>();
  for (const { key, name } of batch) {
    const { kind } = parseReferenceKey(key);
    byKind.set(kind, [...(byKind.get(kind) ?? []), name]);
  }
  const parts = [...byKind].map(([kind, names]) => `${kind} ${names.join(', ')}`);
  const text = `copy ${parts.join('; ')}`;
  return text.length <= LONGEST_SUMMARY ? text : `${text.slice(0, LONGEST_SUMMARY - 1)}…`;
}
