import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { CopyResult } from '../activities/copy.ts';
import { copyLevel } from './copy-batch.ts';
import { summaryQuery } from './messages.ts';
import type { CopyInput } from './messages.ts';
import { foldConcerns } from '../model/fold-concerns.ts';
import { EMPTY_SUMMARY, MOST, withFailed } from './summary.ts';

/** Makes small meta-resources, level by level, in parallel inside a level. */
export async function copy({ spec, levels, ids, order }: CopyInput): Promise<CopyResult> {
  let sum: CopyResult = { ids: {}, created: 0, reused: 0, failed: [], concerns: [] };
  // What failed is told at the end: before, it cannot be tried again.
  setHandler(summaryQuery, () => {
    const { created, reused } = sum;
    return { ...EMPTY_SUMMARY, created, reused };
  });
  const add = (result: CopyResult): void => {
    const { failed: failedItems, moreFailed: moreFailedItems = 0 } = sum;
    const told = withFailed({ failedItems, moreFailedItems }, result.failed, result.moreFailed);
    const moreFailed = told.moreFailedItems ?? 0;
    sum = {
      ids: { ...sum.ids, ...result.ids },
      created: sum.created + result.created,
      reused: sum.reused + result.reused,
      failed: told.failedItems,
      ...(moreFailed === 0 ? {} : { moreFailed }),
      concerns: foldConcerns([...sum.concerns, ...result.concerns], MOST),
    };
    setCurrentDetails(
      `Migration ${spec.name}: ${sum.created} made, ${sum.reused} reused, ${sum.failed.length + moreFailed} failed`,
    );
  };
  for (const level of levels)
    await copyLevel(spec, level, { ids: { ...ids, ...sum.ids }, order, add });
  return sum;
}
