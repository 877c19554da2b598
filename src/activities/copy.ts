import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { parseReferenceKey } from '../model/reference.ts';
import type { FailedItem } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';
import { kindOf } from '../resources/registry.ts';
import { asAsked } from './as-asked.ts';
import { mapBounded } from './bounded.ts';
import { copyRequest, copyResource } from './copy-resource.ts';
import { isRetryable } from './failure.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import type { Run } from './run.ts';
import type { CopyItem } from './workflow-plan.ts';

export interface CopyResult {
  /** Source key → destination id of all that are in the destination now. */
  readonly ids: IdMap;
  readonly created: number;
  readonly reused: number;
  /** What a person must look at first; what could pass by itself is thrown and tried again instead. */
  readonly failed: readonly FailedItem[];
  /** So many more failed: they were too many to be named. */
  readonly moreFailed?: number;
  readonly concerns: readonly Concern[];
}

/** At once within a batch: its resources do not depend on each other. */
const PARALLEL = 8;
/** Attempts (some three minutes) after which what could pass by itself is told as failed: one stuck resource must not hold up all. */
const PATIENCE = 15;

/** Copies resources of one level. Tried again whole: what was made is found. */
export async function copyItems(
  spec: Spec,
  clouds: Clouds,
  batch: {
    readonly items: readonly CopyItem[];
    readonly ids: IdMap;
    /** Keys that the items need, and that have no destination id. */
    readonly missing: readonly string[];
  },
  run: Run,
): Promise<CopyResult> {
  const asked = asAsked(spec, clouds);
  const ids: Record<string, string> = {};
  const failed: FailedItem[] = [];
  const concerns: Concern[] = [];
  const transient: unknown[] = [];
  let created = 0;
  await mapBounded(batch.items, PARALLEL, async ({ key, name }) => {
    const { kind, id } = parseReferenceKey(key);
    try {
      const copied = await copyResource({
        ...copyRequest(spec, asked, batch.ids, run),
        kind: kindOf(kind),
        id,
        missing: batch.missing,
        progress: (bytes, total) => run.report({ kind, name, bytes, total }),
      });
      ids[key] = copied.destinationId;
      if (copied.action === 'created') created += 1;
      concerns.push(...copied.concerns);
    } catch (error) {
      run.signal.throwIfAborted();
      if (isRetryable(error) && run.attempt < PATIENCE) transient.push(error);
      else
        failed.push({ key, name, error: error instanceof Error ? error.message : String(error) });
    }
  });
  if (transient.length > 0) throw transient[0];
  return { ids, created, reused: Object.keys(ids).length - created, failed, concerns };
}
