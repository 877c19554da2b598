import { ParentClosePolicy, executeChild, isCancellation, sleep } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { CopyResult } from '../activities/copy.ts';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { IdMap } from '../model/id-map.ts';
import { copyWorkflowId } from '../model/names.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import type { copy } from './copy.ts';
import { failureText } from './failure-text.ts';
import type { CopyInput } from './messages.ts';
import { copying, transferring } from './proxies.ts';

/** Resources of one activity: enough to spare history, few enough to try again at little cost. */
const BATCH = 20;

export interface CopyLevels extends CopyInput {
  readonly onProgress: (result: CopyResult) => void;
}

/**
 * Copies meta-resources in dependency order: the small ones first, one migration at a time for each destination; then the bulky
 * ones, on which nothing else depends. Failures are told to `onProgress`, not thrown. Answers all ids.
 */
export async function copyLevels({
  spec,
  levels,
  ids,
  order,
  onProgress,
}: CopyLevels): Promise<IdMap> {
  const small = pick(levels, (item) => !item.bulk);
  let known = ids;
  if (small.length > 0) {
    const result = await inTurn({ spec, levels: small, ids, ...(order && { order }) });
    onProgress(result);
    known = { ...known, ...result.ids };
  }
  for (const level of pick(levels, (item) => item.bulk)) {
    const lanes = inLanes(level, spec.limits.transfers, (item) =>
      copyBatch(spec, [item], known, order),
    );
    for (const result of (await Promise.all(lanes)).flat()) {
      onProgress(result);
      known = { ...known, ...result.ids };
    }
  }
  return known;
}

function pick(levels: CopyInput['levels'], wanted: (item: CopyItem) => boolean): CopyItem[][] {
  return levels.map((level) => level.filter(wanted)).filter((level) => level.length > 0);
}

/** Only one `copy` workflow of a destination runs; whoever finds it running waits. */
async function inTurn(input: CopyInput): Promise<CopyResult> {
  for (let pause = 3; ; pause = Math.min(60, pause * 2)) {
    try {
      return await executeChild<typeof copy>('copy', {
        workflowId: copyWorkflowId(input.spec.destination),
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        args: [input],
        staticSummary: `meta-resources of ${input.spec.name}`,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await sleep(pause * 1000, {
        summary: `another migration copies to ${input.spec.destination}`,
      });
    }
  }
}

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

async function copyBatch(
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

const LONGEST_SUMMARY = 150;

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

/** `lanes` promises that together work through all elements, each one at a time. */
function inLanes<T, R>(
  elements: readonly T[],
  lanes: number,
  work: (element: T) => Promise<R>,
): Promise<R[]>[] {
  const queue = [...elements];
  return Array.from({ length: Math.min(lanes, queue.length) }, async () => {
    const results: R[] = [];
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      results.push(await work(next));
    return results;
  });
}
