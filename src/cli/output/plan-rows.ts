import { groupBy } from '../../model/group-by.ts';
import { referenceKey } from '../../model/reference.ts';
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

/** web2 before web10. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

/** A plan of so many items is shown whole. */
const WHOLE = 200;
/** Of a longer one, so many of each kind, and so many blocked ones before them. */
const MOST = 10;
const MOST_BLOCKED = 30;

/** A row an item: the kinds in the order in which they are made, each by name. A plan of thousands is cut: what is blocked is shown first. */
export function planRows(items: readonly PlanItem[], style: Style): string[][] {
  const byKind = groupBy(items, ({ kind }) => kind);
  const inOrder = [...byKind].toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  const names = new Map(items.map(({ key, name }) => [key, name]));
  return inOrder.flatMap(([kind, unsorted]) => {
    const ofKind = toldApart(unsorted, names).toSorted((one, other) =>
      COLLATOR.compare(one.name, other.name),
    );
    const shown = items.length <= WHOLE ? ofKind : firstOf(ofKind);
    const rows = shown.map((item) => rowOf(item, style));
    const known = new Set(shown);
    const rest = ofKind.filter((item) => !known.has(item));
    return named(kind, rest.length === 0 ? rows : [...rows, moreRow(rest)]);
  });
}

/** Every project has a security group `default`: of several of one name each is told with its project. */
function toldApart(
  items: readonly PlanItem[],
  names: ReadonlyMap<string, string>,
): readonly PlanItem[] {
  const alike = groupBy(items, ({ name }) => name);
  return items.map((item) => {
    const { name, project = '' } = item;
    const owner = names.get(referenceKey({ kind: 'project', id: project })) ?? '';
    const isAlone = (alike.get(name)?.length ?? 0) < 2;
    return isAlone || name === '' || owner === '' ? item : { ...item, name: `${name} (${owner})` };
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
