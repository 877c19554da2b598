import type { Concern } from '../../model/concern.ts';
import { blockers } from '../../model/concern.ts';
import type { Plan, PlanItem } from '../../model/plan.ts';
import type { SavedItem, SavedPlan } from './schema.ts';

/** An item that a saved plan and a new one do not say the same of. */
export interface Change {
  readonly kind: string;
  readonly name: string;
  /** Absent where it has come since. */
  readonly before?: SavedItem;
  /** Absent where it is gone. */
  readonly after?: PlanItem;
}

export interface PlanChanges {
  readonly items: readonly Change[];
  /** What was not in the way then. */
  readonly blockers: readonly Concern[];
}

/** What has changed since a plan was saved, in the order of the new plan; what is gone comes last. */
export function compareWithSaved(saved: SavedPlan, plan: Plan): PlanChanges {
  const then = new Map(saved.items.map((item) => [item.key, item]));
  const now = new Set(plan.items.map(({ key }) => key));
  const items = plan.items.flatMap((item): Change[] => {
    const was = then.get(item.key);
    if (was?.action === item.action && was.destinationId === item.destinationId) return [];
    const { kind, name, key } = item;
    return [{ kind, name: name || key, after: item, ...(was && { before: was }) }];
  });
  const gone = saved.items
    .filter(({ key }) => !now.has(key))
    .map((was) => ({ kind: was.kind, name: was.name || was.key, before: was }));
  const known = new Set(blockers(saved.concerns).map(nameOf));
  return {
    items: [...items, ...gone],
    blockers: blockers(plan.concerns).filter((concern) => !known.has(nameOf(concern))),
  };
}

function nameOf({ code, subject }: Concern): string {
  return `${code} ${subject}`;
}
