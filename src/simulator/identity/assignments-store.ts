import type { Actor, Assignment, Target } from './state.ts';

/** Who has which role where, found by the one and by the other. */
export interface AssignmentStore {
  all(): Iterable<Assignment>;
  of(actor: Actor): Iterable<Assignment>;
  at(target: Target): Iterable<Assignment>;
  has(assignment: Assignment): boolean;
  add(assignment: Assignment): void;
  /** Whether it was there. */
  remove(assignment: Assignment): boolean;
}

export const SYSTEM: Target = { type: 'system', id: 'system' };

export function createAssignments(): AssignmentStore {
  const all = new Map<string, Assignment>();
  const byActor = new Map<string, Set<Assignment>>();
  const byTarget = new Map<string, Set<Assignment>>();
  return {
    all: () => all.values(),
    of: (actor) => byActor.get(placeOf(actor)) ?? [],
    at: (target) => byTarget.get(placeOf(target)) ?? [],
    has: (assignment) => all.has(keyOf(assignment)),
    add(assignment) {
      const key = keyOf(assignment);
      if (all.has(key)) return;
      all.set(key, assignment);
      entry(byActor, placeOf(assignment.actor)).add(assignment);
      entry(byTarget, placeOf(assignment.target)).add(assignment);
    },
    remove(assignment) {
      const key = keyOf(assignment);
      const kept = all.get(key);
      if (kept === undefined) return false;
      all.delete(key);
      byActor.get(placeOf(kept.actor))?.delete(kept);
      byTarget.get(placeOf(kept.target))?.delete(kept);
      return true;
    },
  };
}

function placeOf({ type, id }: Actor | Target): string {
  return `${type}/${id}`;
}

function keyOf({ actor, target, roleId, inherited }: Assignment): string {
  return [placeOf(actor), placeOf(target), roleId, inherited].join(' ');
}

function entry(index: Map<string, Set<Assignment>>, key: string): Set<Assignment> {
  const found = index.get(key);
  if (found !== undefined) return found;
  const made = new Set<Assignment>();
  index.set(key, made);
  return made;
}
