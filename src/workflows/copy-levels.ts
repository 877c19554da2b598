import { ParentClosePolicy, executeChild, sleep } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { CopyResult } from '../activities/copy.ts';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { IdMap } from '../model/id-map.ts';
import { copyWorkflowId } from '../model/names.ts';
import type { copy } from './copy.ts';
import { copyBatch } from './copy-batch.ts';
import type { CopyInput } from './messages.ts';

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
