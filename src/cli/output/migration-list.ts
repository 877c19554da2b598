import { formatTime } from './quantities.ts';
import { renderTable } from './table.ts';
import type { ListedMigration } from '../migrations/list-migrations.ts';
import type { Terminal } from './terminal.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'STATUS' },
  { title: 'STARTED' },
  { title: 'SERVERS', wraps: true },
] as const;

export function renderMigrations(
  migrations: readonly ListedMigration[],
  terminal: Terminal,
): string {
  if (migrations.length === 0)
    return 'No migrations yet: `pumphouse migrate -f spec.yaml` starts one.';
  const rows = migrations.map(({ name, status, startedAt, servers }) => [
    name,
    status,
    formatTime(startedAt),
    Object.entries(servers)
      .map(([state, number]) => `${number} ${state}`)
      .join(', '),
  ]);
  return renderTable(COLUMNS, rows, terminal);
}
