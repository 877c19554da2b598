import { makePlan } from '../../activities/make-plan.ts';
import { sealOf } from '../../activities/plan-seal.ts';
import { blockers } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { renderConcerns } from '../output/concerns.ts';
import { hasBlockers } from '../output/plan-sums.ts';
import { renderPlanChanges } from '../output/plan-changes.ts';
import { withClouds } from '../with-clouds.ts';
import type { CommandContext } from '../context.ts';
import type { MigrationInput } from '../../workflows/messages.ts';
import { compareWithSaved, isUnchanged } from './compare.ts';
import type { PlanChanges } from './compare.ts';
import { readSavedPlan } from './read.ts';

/**
 * Plans again what a saved plan plans. Where nothing has changed, and nothing is in the way, it answers what the migration is started
 * with; else it shows what is, and answers nothing. @throws UsageError, OpenStackError
 */
export async function takeUpPlan(
  file: string,
  context: CommandContext,
): Promise<MigrationInput | undefined> {
  const saved = await readSavedPlan(file);
  const { spec } = saved;
  const plan = await withClouds(
    context,
    [spec.source, spec.destination],
    async ([source, destination]) => makePlan(spec, { source, destination }, { sealed: true }),
  );
  const changes = compareWithSaved(saved, plan);
  if (!isUnchanged(changes)) {
    context.write(`${renderPlanChanges(changes, new Date(saved.made), context.terminal)}\n`);
    context.notice(
      `pumphouse: ${numbersOf(changes)}: ` +
        'nothing was done. Plan again with --save, look at it, and migrate with the new plan.',
    );
    return undefined;
  }
  if (hasBlockers(plan)) {
    context.write(`${renderConcerns(blockers(plan.concerns), context.terminal).join('\n\n')}\n`);
    context.notice('pumphouse: the saved plan has blockers: nothing was done.');
    return undefined;
  }
  return { spec, seal: sealOf(plan) };
}

function numbersOf({ items, blockers, warnings, noLonger }: PlanChanges): string {
  const others = [
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'new warning')]),
    ...(noLonger.length === 0 ? [] : [`${count(noLonger.length, 'warning')} no longer given`]),
  ];
  return [
    `${count(items.length, 'item')} changed`,
    count(blockers.length, 'new blocker'),
    ...others,
  ].join(', ');
}
