import { UsageError } from '../../errors/migration.ts';
import { readText } from '../spec/read-text.ts';
import { contentDigest } from './digest.ts';
import { PLAN_FORMAT, savedPlanSchema } from './schema.ts';
import type { SavedPlan } from './schema.ts';

/** 100,000 items are some 60 MiB. */
const LARGEST = 256 * 1024 * 1024;

const AGAIN = 'make it anew: pumphouse plan -f spec.yaml --save FILE';

/** Reads what `pumphouse plan --save` wrote; `-` is standard input. @throws UsageError that says what is wrong with it */
export async function readSavedPlan(path: string): Promise<SavedPlan> {
  const { file, text } = await readText(path, LARGEST);
  const data = parseJson(text, file);
  const format = formatOf(data);
  if (format === undefined) {
    throw new UsageError(`${file}: is no saved plan (a spec goes with -f); ${AGAIN}`);
  }
  if (format !== PLAN_FORMAT) {
    throw new UsageError(
      `${file}: is a plan of another release (${format}, this one reads ${PLAN_FORMAT}); ${AGAIN}`,
    );
  }
  const parsed = savedPlanSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where =
      issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new UsageError(`${file}: the saved plan is damaged${where}: ${issue?.message}; ${AGAIN}`);
  }
  if (contentDigest(data as object) !== parsed.data.digest) {
    throw new UsageError(
      `${file}: the saved plan was edited since it was made: it no longer fits its digest; ${AGAIN}`,
    );
  }
  return parsed.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file}: is no saved plan, or is cut off: it is not JSON; ${AGAIN}`, {
      cause: error,
    });
  }
}

function formatOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('format' in data)) return undefined;
  const { format } = data;
  return typeof format === 'string' && format.startsWith('pumphouse-plan/')
    ? format.slice(0, 40)
    : undefined;
}
