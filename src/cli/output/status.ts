import { renderConcerns } from './concerns.ts';
import { renderFailedItems } from './failed-items.ts';
import { renderLostInShort } from './lost.ts';
import { nextSteps } from './next-steps.ts';
import { formatDuration, formatTime } from './quantities.ts';
import { count } from '../../model/count.ts';
import { paragraph, renderTable } from './table.ts';
import type { Outcome } from '../../model/phase.ts';
import type { MigrationStatus, ServerStatus } from '../migrations/status.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS = [
  { title: 'SERVER', wraps: true },
  { title: 'PROJECT', wraps: true },
  { title: 'STATE' },
  { title: 'DOWNTIME', align: 'right' },
  { title: 'DETAIL', wraps: true },
] as const;

export function renderStatus(status: MigrationStatus, terminal: Terminal): string {
  const { servers, failedItems, moreFailedItems = 0, concerns, error, lost } = status;
  const steps = nextSteps(status);
  const { style } = terminal;
  return [
    headline(status, terminal),
    ...(error === undefined ? [] : [paragraph(`${style.bad('error:')} ${error}`, 0, terminal)]),
    ...(servers.length === 0 ? [] : [renderTable(COLUMNS, rowsOf(servers, style), terminal)]),
    ...renderFailedItems(failedItems, moreFailedItems, terminal),
    ...renderConcerns([...concerns, ...servers.flatMap(({ concerns }) => concerns)], terminal),
    ...(status.status === 'running' ? [] : renderLostInShort(lost, terminal)),
    ...(steps.length === 0
      ? []
      : [
          [style.bold('Next'), ...steps.map((step) => paragraph(`→ ${step}`, 2, terminal))].join(
            '\n',
          ),
        ]),
  ].join('\n\n');
}

/** `2 migrated, 1 compensated`; outcomes in the model's order. */
export function outcomeCounts(servers: readonly { readonly outcome?: Outcome }[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of servers) {
    const state = outcome ?? 'under way';
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, number]) => `${number} ${state}`).join(', ');
}

function paintOutcome(outcome: Outcome, style: Style): string {
  if (outcome === 'migrated' || outcome === 'reused') return style.good(outcome);
  if (outcome === 'skipped' || outcome === 'cancelled') return style.dim(outcome);
  return outcome === 'compensated' || outcome === 'refused'
    ? style.warning(outcome)
    : style.bad(outcome);
}

function headline(status: MigrationStatus, terminal: Terminal): string {
  const { name, startedAt, endedAt, servers, waiting = 0, created, reused, paused } = status;
  const took = formatDuration((endedAt ?? new Date()).getTime() - startedAt.getTime());
  const first = `${terminal.style.bold(`Migration ${name}`)}: ${status.status}${paused === true ? ', paused' : ''}, started ${formatTime(startedAt)}, ${took}`;
  const numbers = [
    ...(servers.length === 0
      ? []
      : [`${count(servers.length, 'server')}: ${outcomeCounts(servers)}`]),
    ...(waiting === 0 ? [] : [`${waiting} not begun`]),
    ...(created === undefined ? [] : [`resources: ${created} created, ${reused} reused`]),
  ];
  return [first, ...numbers.map((line) => paragraph(line, 0, terminal))].join('\n');
}

function rowsOf(servers: readonly ServerStatus[], style: Style): string[][] {
  return servers.map(({ name, project, outcome, phase = 'waiting', downtimeMs, error, detail }) => [
    name,
    project,
    outcome === undefined ? paintPhase(phase, style) : paintOutcome(outcome, style),
    downtimeMs === undefined ? '' : formatDuration(downtimeMs),
    error ?? detail ?? '',
  ]);
}

function paintPhase(phase: string, style: Style): string {
  return phase === 'held' || phase === 'compensating' || phase.startsWith('awaiting')
    ? style.warning(phase)
    : phase;
}
