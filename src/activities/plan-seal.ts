import { createHash } from 'node:crypto';
import { BlockedError } from '../errors/migration.ts';
import { count } from '../model/count.ts';
import type { PlanItem, PlanSeal } from '../model/plan.ts';
import { canonical, shortHash } from './short-hash.ts';

/** What decides whether a plan is still the same. */
export type SealedItem = Pick<PlanItem, 'key' | 'action' | 'destinationId' | 'content'>;

/** Characters of base64 an item: of 100,000 items, two are taken for one another in one plan of 50,000. */
const HASH_LENGTH = 8;
/** So many items are named; `migrate --plan` shows all. */
const NAMED = 5;

/** The seal of a plan: what becomes of each of its items, in an order of its own. */
export function sealOf(items: readonly SealedItem[]): PlanSeal {
  const lines = items.map(lineOf).toSorted();
  return {
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    items: lines.map(hashOf).join(''),
  };
}

/** @throws BlockedError where the plan is no longer what was sealed, with the first items that differ */
export function holdToSeal(seal: PlanSeal, items: readonly PlanItem[]): void {
  if (sealOf(items).digest === seal.digest) return;
  const then = new Set(seal.items.match(new RegExp(`.{${HASH_LENGTH}}`, 'g')));
  const known = (item: SealedItem): boolean => then.has(hashOf(lineOf(item)));
  const others = items.filter((item) => !known(item));
  const fewer = then.size - items.length;
  const named = others.slice(0, NAMED).map(inWords);
  const more = others.length - named.length;
  const what = [
    ...named,
    ...(more > 0 ? [`${more} more`] : []),
    ...(fewer > 0 ? [`${count(fewer, 'item')} fewer than then`] : []),
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

function lineOf({ key, action, destinationId, content = {} }: SealedItem): string {
  return canonical([key, action, destinationId ?? null, content]);
}

function hashOf(line: string): string {
  return shortHash(line, HASH_LENGTH);
}
