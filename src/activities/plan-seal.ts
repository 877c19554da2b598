import { createHash } from 'node:crypto';
import { BlockedError } from '../errors/migration.ts';
import type { Plan, PlanItem, PlanSeal } from '../model/plan.ts';
import { promises, sameness } from '../model/plan-promise.ts';
import { canonical, shortHash } from './short-hash.ts';

/** What decides whether a plan is still the same. */
export type SealedItem = Pick<PlanItem, 'key' | 'action' | 'destinationId' | 'content'>;

/** Characters of base64 an item: of 100,000 items, two are taken for one another in one plan of 50,000. */
const HASH_LENGTH = 8;
/** So many items are named; `migrate --plan` shows all. */
const NAMED = 5;

/** What is sealed of a plan. */
type SealedPlan<Item extends SealedItem = SealedItem> = Pick<Plan, 'concerns'> & {
  readonly items: readonly Item[];
};

/** The seal of a plan: what becomes of each of its items, and the warnings that say what is done otherwise, in an order of its own. */
export function sealOf(plan: SealedPlan): PlanSeal {
  const lines = linesOf(plan).toSorted();
  return {
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    items: lines.map(hashOf).join(''),
  };
}

/** @throws BlockedError where the plan is no longer what was sealed, with the first items that differ */
export function holdToSeal(seal: PlanSeal, plan: SealedPlan<PlanItem>): void {
  if (sealOf(plan).digest === seal.digest) return;
  const then = new Set(seal.items.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')));
  const isNew = (line: string): boolean => !then.has(hashOf(line));
  const others = [
    ...plan.items.filter((item) => isNew(lineOf(item))).map(inWords),
    ...promises(plan.concerns)
      .filter((promise) => isNew(sameness(promise)))
      .map(({ message }) => `now to be warned of: ${message.replace(/\.$/, '')}`),
  ];
  const fewer = then.size - linesOf(plan).length;
  const named = others.slice(0, NAMED);
  const more = others.length - named.length;
  const what = [
    ...named,
    ...(more > 0 ? [`${more} more`] : []),
    ...(fewer > 0 ? [`${fewer} fewer of its items and warnings than then`] : []),
  ];
  throw new BlockedError(
    `The clouds are no longer as the saved plan says, nothing was changed: ${what.join('; ')}. ` +
      'Plan again with --save, look at it, and migrate with the new plan.',
  );
}

function inWords({ kind, name, key, action, reason, destinationId }: PlanItem): string {
  const id = destinationId === undefined ? '' : ` ${destinationId}`;
  const changed = action === 'create' ? 'new, or changed in the source; ' : '';
  return `${kind} ${name || key}: ${changed}now ${action}${id} (${reason})`;
}

function linesOf({ items, concerns }: SealedPlan): string[] {
  return [...items.map(lineOf), ...promises(concerns).map(sameness)];
}

function lineOf({ key, action, destinationId, content = {} }: SealedItem): string {
  return canonical([key, action, destinationId ?? null, content]);
}

function hashOf(line: string): string {
  return shortHash(line, HASH_LENGTH);
}
