import { NO_ANSWER } from '../migrations/workers.ts';
import { PHASES } from '../../model/phase.ts';
import { formatDuration } from '../output/quantities.ts';
import { count } from '../../model/count.ts';
import { outcomeCounts } from '../output/status.ts';
import { renderTable } from '../output/table.ts';
import { failedCount } from '../../workflows/summary.ts';
import { renderProgress } from './render-event.ts';
import type { Phase } from '../../model/phase.ts';
import type { Terminal } from '../output/terminal.ts';
import type { Look } from './events.ts';
import type { MeasuredTransfer } from './rates.ts';

const BAR = 20;
const MOST_TRANSFERS = 8;
const MOST_NAMES = 6;
const MOST_RETRIES = 3;
/** The way, and in front of it what needs a person. */
const SHOWN: readonly Phase[] = ['held', 'compensating', ...PHASES];

/** The whole picture, drawn again with every look; fits a screen however many servers there are. */
export function renderScreen(look: Look, terminal: Terminal): string {
  const { style } = terminal;
  const took = formatDuration(look.at.getTime() - look.startedAt.getTime());
  const ended = look.servers.filter(({ outcome }) => outcome !== undefined);
  const waiting = look.summary?.waiting ?? 0;
  const total = look.servers.length + waiting;
  const lines = [
    `${style.bold(`Migration ${look.name}`)}: ${look.status}, ${took}`,
    ...(look.summary === undefined
      ? []
      : [`Resources: ${look.summary.created} created, ${look.summary.reused} reused`]),
    total === 0
      ? `Servers: none${look.status === 'running' ? ' begun yet' : ''}`
      : `Servers: ${bar(ended.length / total)} ${ended.length} of ${total} ended${summaryOf(ended)}`,
    ...phases(look, waiting, terminal),
    ...transfers(look.transfers, terminal),
    ...look.retrying
      .slice(0, MOST_RETRIES)
      .map(({ step, attempt, error }) => style.warning(`${step}, try ${attempt}: ${error}`)),
    ...(look.silent ? [style.warning(NO_ANSWER)] : []),
    ...(look.summary?.failedItems.length
      ? [style.bad(`${count(failedCount(look.summary), 'resource')} could not be copied`)]
      : []),
  ];
  return lines.join('\n');
}

function summaryOf(ended: Look['servers']): string {
  return ended.length === 0 ? '' : `: ${outcomeCounts(ended)}`;
}

function phases({ servers }: Look, waiting: number, terminal: Terminal): string[] {
  const rows = SHOWN.flatMap((phase) => {
    const here = servers.filter((server) => server.outcome === undefined && server.phase === phase);
    const number = here.length + (phase === 'waiting' ? waiting : 0);
    return number === 0 ? [] : [[phase, String(number), names(here.map(({ name }) => name))]];
  });
  if (rows.length === 0) return [];
  const columns = [
    { title: '  PHASE' },
    { title: 'SERVERS', align: 'right' },
    { title: '', wraps: true },
  ] as const;
  const indented = rows.map(([phase, ...rest]) => [`  ${phase}`, ...rest]);
  return [renderTable(columns, indented, terminal)];
}

function transfers(all: readonly MeasuredTransfer[], terminal: Terminal): string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST_TRANSFERS)
    .map((transfer) => [
      `  ${transfer.kind} ${transfer.name}`,
      transfer.total === undefined || transfer.total === 0
        ? ''
        : bar(transfer.bytes / transfer.total),
      renderProgress(transfer),
    ]);
  const more = all.length - MOST_TRANSFERS;
  const columns = [{ title: '  TRANSFER' }, { title: '' }, { title: '', wraps: true }];
  return [renderTable(columns, rows, terminal), ...(more > 0 ? [`  and ${more} more`] : [])];
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}

function names(all: readonly string[]): string {
  const more = all.length - MOST_NAMES;
  return all.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
