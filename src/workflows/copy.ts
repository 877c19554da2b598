import { setCurrentDetails } from '@temporalio/workflow';
import type { CopyResult } from '../activities/copy.ts';
import { copyLevel } from './copy-levels.ts';
import type { CopyInput } from './messages.ts';

/** Makes small meta-resources, level by level, in parallel inside a level. */
export async function copy({ spec, levels, ids, order }: CopyInput): Promise<CopyResult> {
  let sum: CopyResult = { ids: {}, created: 0, reused: 0, failed: [], concerns: [] };
  for (const level of levels) {
    for (const result of await copyLevel(spec, level, { ...ids, ...sum.ids }, order)) {
      sum = {
        ids: { ...sum.ids, ...result.ids },
        created: sum.created + result.created,
        reused: sum.reused + result.reused,
        failed: [...sum.failed, ...result.failed],
        concerns: [...sum.concerns, ...result.concerns],
      };
    }
    setCurrentDetails(
      `Migration ${spec.name}: ${sum.created} made, ${sum.reused} reused, ${sum.failed.length} failed`,
    );
  }
  return sum;
}
