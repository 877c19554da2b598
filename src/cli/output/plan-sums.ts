import { blockers } from '../../model/concern.ts';
import type { Action, Plan, PlanItem } from '../../model/plan.ts';

export function countActions(items: readonly PlanItem[]): Record<Action, number> {
  const counts = { create: 0, reuse: 0, skip: 0, blocked: 0 };
  for (const { action } of items) counts[action] += 1;
  return counts;
}

export function hasBlockers({ concerns, items }: Plan): boolean {
  return blockers(concerns).length > 0 || items.some(({ action }) => action === 'blocked');
}
