import type { PlanItem } from '../model/plan.ts';
import { kindOf } from '../resources/registry.ts';

/** By kind: what cannot be carried, and why. */
export type Lost = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Of the kinds that a plan makes, what no API can carry; what a single resource loses besides are its concerns. */
export function lostOf(items: readonly PlanItem[]): Lost {
  const made = new Set(items.flatMap(({ kind, action }) => (action === 'create' ? [kind] : [])));
  const lost = [...made].map((kind) => [kind, kindOf(kind).facts.lost] as const);
  return Object.fromEntries(lost.filter(([, what]) => Object.keys(what).length > 0));
}
