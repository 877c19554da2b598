import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { UsageError } from '../../errors/migration.ts';
import type { Plan, PlanItem } from '../../model/plan.ts';
import type { Spec } from '../../model/spec.ts';
import { contentDigest } from './digest.ts';
import { PLAN_FORMAT } from './schema.ts';
import type { SavedItem, SavedPlan } from './schema.ts';

/** It names all that a cloud is made of. */
const FOR_ITS_OWNER = 0o600;

/** Writes a plan to a file, whole or not at all. @throws UsageError where it cannot be written */
export async function savePlan(file: string, spec: Spec, plan: Plan): Promise<void> {
  const content: Omit<SavedPlan, 'digest'> = {
    format: PLAN_FORMAT,
    made: new Date().toISOString(),
    spec,
    items: plan.items.map(itemOf),
    concerns: [...plan.concerns],
  };
  const saved: SavedPlan = { ...content, digest: contentDigest(content) };
  // A name that nobody can guess: in a folder that others write to, nothing waits there to be written through.
  const beside = `${file}.${randomUUID()}.part`;
  try {
    const text = `${JSON.stringify(saved, undefined, 1)}\n`;
    await writeFile(beside, text, { mode: FOR_ITS_OWNER, flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file}: the plan cannot be saved there: ${why}`, { cause: error });
  }
}

function itemOf({ key, kind, name, action, destinationId, reason, content }: PlanItem): SavedItem {
  return {
    key,
    kind,
    name,
    action,
    ...(destinationId === undefined ? {} : { destinationId }),
    reason,
    ...(content === undefined ? {} : { content }),
  };
}
