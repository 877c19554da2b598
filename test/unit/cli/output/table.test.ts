import { expect, test } from 'vitest';
import { renderTable } from '../../../../src/cli/output/table.ts';
import { terminalOf } from '../../../../src/cli/output/terminal.ts';
import { NARROW, PLAIN } from '../run-program.ts';

const COLUMNS = [
  { title: 'NAME' },
  { title: 'WHY', wraps: true },
  { title: 'MS', align: 'right' },
] as const;
const LONG =
  'quota exceeded for cores: requested 8, but already used 16 of 20 cores in the project acme';

test('columns stand under their titles, numbers to the right', () => {
  const table = renderTable(
    COLUMNS,
    [
      ['web1', 'new', '7'],
      ['db', 'there', '1200'],
    ],
    PLAIN,
  );
  expect(table.split('\n')).toEqual([
    'NAME  WHY      MS',
    'web1  new       7',
    'db    there  1200',
  ]);
});

test('at 80 columns long text wraps, and ids stay whole', () => {
  const id = '0f2b4a77-3f65-4a58-9f6c-1f0f6ad0c0de';
  const lines = renderTable(COLUMNS, [[id, LONG, '7']], NARROW).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).toContain(id);
  expect(lines.length).toBeGreaterThan(2);
});

test('a pipe gets one line a row, however long', () => {
  expect(renderTable(COLUMNS, [['web1', LONG, '7']], PLAIN).split('\n')).toHaveLength(2);
});

test('a column without content is left out', () => {
  expect(renderTable(COLUMNS, [['web1', '', '7']], PLAIN)).not.toContain('WHY');
});

test('colours are for terminals, and NO_COLOR turns them off', () => {
  const tty = { isTTY: true, columns: 100 };
  expect(terminalOf(tty, {}).style.bad('x')).toContain('\u001B[');
  expect(terminalOf(tty, { NO_COLOR: '1' }).style.bad('x')).toBe('x');
  expect(terminalOf(tty, { TERM: 'dumb' }).interactive).toBe(false);
  expect(terminalOf({ ...tty, columns: 0, rows: 0 }, {})).toMatchObject({
    interactive: false,
    columns: 80,
  });
  expect(terminalOf({}, {}).style.bad('x')).toBe('x');
});
