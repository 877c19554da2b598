import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { CopyResult } from '../activities/copy.ts';
import { copyLevel } from './copy-batch.ts';
import { summaryQuery } from './messages.ts';
import type { CopyInput } from './messages.ts';
import { EMPTY_SUMMARY } from './summary.ts';

/** Makes small meta-resources, level by level, in parallel inside a level. */
export async function copy({ spec, levels, ids, order }: CopyInput): Promise<CopyResult> {
  let sum: CopyResult = { ids: {}, created: 0, reused: 0, failed: [], concerns: [] };
  // What failed is told at the end: before, it cannot be tried again.
  setHandler(summaryQuery, () => {
    const { created, reused } = sum;
    return { ...EMPTY_SUMMARY, created, reused };
  });
  const add = (result: CopyResult): void => {
    sum = {
      ids: { ...sum.ids, ...result.ids },
      created: sum.created + result.created,
      reused: sum.reused + result.reused,
      failed: [...sum.failed, ...result.failed],
      concerns: [...sum.concerns, ...result.concerns],
    };
    setCurrentDetails(
      `Migration ${spec.name}: ${sum.created} made, ${sum.reused} reused, ${sum.failed.length} failed`,
    );
  };
  for (const level of levels)
    await copyLevel(spec, level, { ids: { ...ids, ...sum.ids }, order, add });
  return sum;
}
