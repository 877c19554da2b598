import { renderConcerns } from './concerns.ts';
import { count } from '../../model/count.ts';
import { renderLost } from './lost.ts';
import { PLAN_COLUMNS, planRows } from './plan-rows.ts';
import { countActions, hasBlockers } from './plan-sums.ts';
import { formatBytes, formatDuration } from './quantities.ts';
import { paragraph, renderTable } from './table.ts';
import { blockers } from '../../model/concern.ts';
import type { Estimate, Plan } from '../../model/plan.ts';
import type { Lost } from '../../activities/lost.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

/** A plan with what is told of it besides. */
export interface ToldPlan {
  readonly plan: Plan;
  readonly estimate: Estimate;
  /** By kind. */
  readonly lost: Lost;
}

/** What `migrate` would do: items by kind, in the order they are made, what is lost, then what stands in the way, and the sums. */
export function renderPlan({ plan, estimate, lost }: ToldPlan, terminal: Terminal): string {
  const { style } = terminal;
  const rows = planRows(plan.items, style);
  const parts = [
    `${style.bold(`Migration ${plan.migration}`)}: ${plan.source} → ${plan.destination}`,
    ...(rows.length === 0 ? [] : [renderTable(PLAN_COLUMNS, rows, terminal)]),
    ...renderLost(lost, terminal),
    ...renderConcerns(plan.concerns, terminal),
    paragraph([numbers(plan), ...extent(estimate), verdict(plan, style)].join(' '), 0, terminal),
  ];
  return parts.join('\n\n');
}

function numbers(plan: Plan): string {
  const { create, reuse, skip, blocked } = countActions(plan.items);
  const words = [
    `${create} to create`,
    `${reuse} to reuse`,
    ...(skip > 0 ? [`${skip} left out`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
  ];
  return `${words.join(', ')}.`;
}

function extent({ bytes, durationMs, running, downtimeMs }: Estimate): string[] {
  const time = `Estimated, from rates measured elsewhere: ${formatDuration(durationMs)} in all`;
  const down =
    running === 0
      ? ''
      : `, and ${formatDuration(downtimeMs)} out of service for ${running === 1 ? 'the running server' : `each of ${running} running servers`}`;
  return [
    ...(bytes === 0 ? [] : [`${formatBytes(bytes)} to move.`]),
    ...(durationMs === 0 ? [] : [`${time}${down}.`]),
  ];
}

function verdict(plan: Plan, style: Style): string {
  if (!hasBlockers(plan)) return style.good('Nothing stands in the way.');
  const found = blockers(plan.concerns).length;
  const { blocked } = countActions(plan.items);
  const what = found > 0 ? count(found, 'blocker') : count(blocked, 'blocked item');
  return `${style.bad(what)}: \`migrate\` would stop before it changed anything.`;
}
