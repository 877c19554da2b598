import { groupBy } from './group-by.ts';
import { countActions } from './plan-sums.ts';
import { formatBytes } from './quantities.ts';
import { KINDS } from '../../resources/registry.ts';
import type { Action, PlanItem } from '../../model/plan.ts';
import type { Style } from './style.ts';

export const PLAN_COLUMNS = [
  { title: 'KIND' },
  { title: 'ACTION' },
  { title: 'NAME', wraps: true },
  { title: 'SIZE', align: 'right' },
  { title: 'WHY', wraps: true },
] as const;

/** A plan of so many items is shown whole. */
const WHOLE = 200;
/** Of a longer one, so many of each kind, and so many blocked ones before them. */
const MOST = 10;
const MOST_BLOCKED = 30;

/** A row an item, by kind, in the order in which they are made. A plan of thousands is cut: what is blocked is shown first. */
export function planRows(items: readonly PlanItem[], style: Style): string[][] {
  const byKind = groupBy(items, ({ kind }) => kind);
  const inOrder = [...byKind].toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  return inOrder.flatMap(([kind, ofKind]) => {
    const shown = items.length <= WHOLE ? ofKind : firstOf(ofKind);
    const rows = shown.map((item) => rowOf(item, style));
    const known = new Set(shown);
    const rest = ofKind.filter((item) => !known.has(item));
    return named(kind, rest.length === 0 ? rows : [...rows, moreRow(rest)]);
  });
}

/** A kind stands after those it depends on, though some of its items may be made before some of theirs. */
function placeOf(kind: string): number {
  return KINDS.findIndex((each) => each.kind === kind);
}

function firstOf(items: readonly PlanItem[]): PlanItem[] {
  if (items.length <= MOST) return [...items];
  const blocked = items.filter(({ action }) => action === 'blocked');
  const others = items.filter(({ action }) => action !== 'blocked');
  return [...blocked.slice(0, MOST_BLOCKED), ...others.slice(0, MOST)];
}

function rowOf({ action, name, key, bytes, reason }: PlanItem, style: Style): string[] {
  const size = bytes === undefined ? '' : formatBytes(bytes);
  return [paintAction(action, style), name === '' ? key : name, size, reason];
}

function moreRow(rest: readonly PlanItem[]): string[] {
  const counts = Object.entries(countActions(rest)).flatMap(([action, number]) =>
    number === 0 ? [] : [`${number} ${action}`],
  );
  return ['', `… and ${rest.length} more`, '', `${counts.join(', ')} (-o json shows all)`];
}

/** The kind stands in its first row. */
function named(kind: string, rows: readonly string[][]): string[][] {
  return rows.map((row, index) => [index === 0 ? kind : '', ...row]);
}

function paintAction(action: Action, style: Style): string {
  if (action === 'create') return style.good(action);
  if (action === 'blocked') return style.bad(action);
  return action === 'skip' ? style.dim(action) : action;
}
