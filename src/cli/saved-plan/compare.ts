import type { Concern } from '../../model/concern.ts';
import { blockers } from '../../model/concern.ts';
import type { Plan, PlanItem } from '../../model/plan.ts';
import { isOfTheMoment, sameness, warningsBeyond } from '../../model/plan-promise.ts';
import type { SavedItem, SavedPlan } from './schema.ts';

/** An item that a saved plan and a new one do not say the same of. */
export interface Change {
  readonly kind: string;
  readonly name: string;
  /** Absent where it has come since. */
  readonly before?: SavedItem;
  /** Absent where it is gone. */
  readonly after?: PlanItem;
  /** Attributes of the source that are otherwise than then, where the same is still to be done. */
  readonly attributes?: readonly string[];
}

export interface PlanChanges {
  readonly items: readonly Change[];
  /** What was not in the way then. */
  readonly blockers: readonly Concern[];
  /** What was not to be warned of then, or in other words where they are a promise: an address. */
  readonly warnings: readonly Concern[];
  /** What is not to be warned of any more. */
  readonly noLonger: readonly Concern[];
}

export function isUnchanged({ items, blockers, warnings, noLonger }: PlanChanges): boolean {
  return [items, blockers, warnings, noLonger].every((changes) => changes.length === 0);
}

/** What has changed since a plan was saved, in the order of the new plan; what is gone comes last. */
export function compareWithSaved(saved: SavedPlan, plan: Plan): PlanChanges {
  const then = new Map(saved.items.map((item) => [item.key, item]));
  const now = new Set(plan.items.map(({ key }) => key));
  const items = plan.items.flatMap((item): Change[] => {
    const was = then.get(item.key);
    const { kind, name, key } = item;
    const change = { kind, name: name || key, after: item, ...(was && { before: was }) };
    if (was?.action !== item.action || was.destinationId !== item.destinationId) return [change];
    const attributes = changedAttributes(was.content, item.content);
    return attributes.length === 0 ? [] : [{ ...change, attributes }];
  });
  const gone = saved.items
    .filter(({ key }) => !now.has(key))
    .map((was) => ({ kind: was.kind, name: was.name || was.key, before: was }));
  const known = new Set(blockers(saved.concerns).map(sameness));
  return {
    items: [...items, ...gone],
    blockers: blockers(plan.concerns).filter((concern) => !known.has(sameness(concern))),
    warnings: warningsBeyond(plan.concerns, saved.concerns),
    noLonger: warningsBeyond(saved.concerns, plan.concerns).filter((each) => !isOfTheMoment(each)),
  };
}

function changedAttributes(
  was: PlanItem['content'] = {},
  is: PlanItem['content'] = {},
): readonly string[] {
  return Object.keys({ ...was, ...is }).filter((name) => was[name] !== is[name]);
}
