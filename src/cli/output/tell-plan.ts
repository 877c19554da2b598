import { downtimeOf, estimateOf } from '../../activities/estimate.ts';
import { kindsToMake, lostOf } from '../../activities/lost.ts';
import { renderPlan } from './plan.ts';
import { countActions, hasBlockers } from './plan-sums.ts';
import type { Plan } from '../../model/plan.ts';
import type { Spec } from '../../model/spec.ts';
import type { Terminal } from './terminal.ts';

/** A plan for programs, and for people. */
export function tellPlan(
  plan: Plan,
  spec: Spec,
  terminal: Terminal,
): { readonly data: object; readonly table: () => string; readonly blocked: boolean } {
  const estimate = estimateOf(plan.items, spec);
  const lost = lostOf(kindsToMake(plan.items));
  const blocked = hasBlockers(plan);
  return {
    data: {
      ...plan,
      items: plan.items.map(({ content: _hashes, ...item }) => ({
        ...item,
        downtimeMs: downtimeOf(item, spec),
      })),
      lost,
      actions: countActions(plan.items),
      estimate,
      blocked,
    },
    table: () => renderPlan({ plan, estimate, lost }, terminal),
    blocked,
  };
}
