import { renderConcerns } from './concerns.ts';
import { count } from '../../model/count.ts';
import { paragraph, renderTable } from './table.ts';
import { blockers } from '../../model/concern.ts';
import type { Action, Plan, PlanItem } from '../../model/plan.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS = [
  { title: 'KIND' },
  { title: 'ACTION' },
  { title: 'NAME', wraps: true },
  { title: 'WHY', wraps: true },
] as const;

/** What `migrate` would do: items by kind, in the order they are made, then what stands in the way. */
export function renderPlan(plan: Plan, terminal: Terminal): string {
  const { style } = terminal;
  const parts = [
    `${style.bold(`Migration ${plan.migration}`)}: ${plan.source} → ${plan.destination}`,
    ...(plan.items.length === 0 ? [] : [renderTable(COLUMNS, rowsOf(plan.items, style), terminal)]),
    ...renderConcerns(plan.concerns, terminal),
    paragraph(conclusion(plan, style), 0, terminal),
  ];
  return parts.join('\n\n');
}

export function countActions(items: readonly PlanItem[]): Record<Action, number> {
  const counts = { create: 0, reuse: 0, skip: 0, blocked: 0 };
  for (const { action } of items) counts[action] += 1;
  return counts;
}

export function hasBlockers({ concerns, items }: Plan): boolean {
  return blockers(concerns).length > 0 || items.some(({ action }) => action === 'blocked');
}

function rowsOf(items: readonly PlanItem[], style: Style): string[][] {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return kinds.flatMap((kind) =>
    items
      .filter((item) => item.kind === kind)
      .map((item, index) => [
        index === 0 ? kind : '',
        paintAction(item.action, style),
        item.name === '' ? item.key : item.name,
        item.reason,
      ]),
  );
}

function paintAction(action: Action, style: Style): string {
  if (action === 'create') return style.good(action);
  if (action === 'blocked') return style.bad(action);
  return action === 'skip' ? style.dim(action) : action;
}

function conclusion(plan: Plan, style: Style): string {
  const { create, reuse, skip, blocked } = countActions(plan.items);
  const numbers = [
    `${create} to create`,
    `${reuse} to reuse`,
    ...(skip > 0 ? [`${skip} left out`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
  ].join(', ');
  const found = blockers(plan.concerns).length;
  if (hasBlockers(plan)) {
    const what = found > 0 ? count(found, 'blocker') : count(blocked, 'blocked item');
    return `${numbers}. ${style.bad(what)}: \`migrate\` would stop before it changed anything.`;
  }
  return `${numbers}. ${style.good('Nothing stands in the way.')}`;
}
