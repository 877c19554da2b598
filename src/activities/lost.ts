import type { PlanItem } from '../model/plan.ts';
import { KINDS } from '../resources/registry.ts';

/** By kind: what cannot be carried, and why. */
export type Lost = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** In the order in which a plan makes them. */
export function kindsToMake(items: readonly PlanItem[]): string[] {
  return [...new Set(items.flatMap(({ kind, action }) => (action === 'create' ? [kind] : [])))];
}

/** What no API can carry of kinds; what a single resource loses besides are its concerns. Other releases' kinds are passed over. */
export function lostOf(kinds: readonly string[]): Lost {
  const known = KINDS.filter(({ kind }) => kinds.includes(kind));
  const lost = known.map(({ kind, facts }) => [kind, facts.lost] as const);
  return Object.fromEntries(lost.filter(([, what]) => Object.keys(what).length > 0));
}
