import { count } from '../../model/count.ts';
import { renderConcerns } from './concerns.ts';
import { formatTime } from './quantities.ts';
import { renderTable } from './table.ts';
import type { Change, PlanChanges } from '../saved-plan/compare.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS = [
  { title: 'KIND' },
  { title: 'NAME', wraps: true },
  { title: 'THEN', wraps: true },
  { title: 'NOW', wraps: true },
  { title: 'WHY', wraps: true },
] as const;
/** Thousands of rows help nobody: the new plan shows all. */
const MOST_ROWS = 50;

/** How a saved plan and the clouds differ. */
export function renderPlanChanges(changes: PlanChanges, made: Date, terminal: Terminal): string {
  const { items, blockers, warnings, noLonger } = changes;
  const left = items.length - MOST_ROWS;
  const rows = items.slice(0, MOST_ROWS).map((change) => rowOf(change));
  return [
    terminal.style.bold(`Since the plan was saved (${formatTime(made)}) the clouds have changed`),
    ...(items.length === 0 ? [] : [renderTable(COLUMNS, rows, terminal)]),
    ...(left > 0 ? [`… and ${count(left, 'item')} more`] : []),
    ...renderConcerns([...blockers, ...warnings], terminal),
    ...(noLonger.length === 0
      ? []
      : ['No longer to be warned of:', ...renderConcerns(noLonger, terminal)]),
  ].join('\n\n');
}

function rowOf({ kind, name, before, after, attributes }: Change): string[] {
  const why = attributes ? `changed in the source: ${attributes.join(', ')}` : after?.reason;
  return [kind, name, told(before) ?? 'not there', told(after) ?? 'gone', why ?? ''];
}

function told(item: Change['before'] | Change['after']): string | undefined {
  return item === undefined
    ? undefined
    : [item.action, ...(item.destinationId === undefined ? [] : [item.destinationId])].join(' ');
}
