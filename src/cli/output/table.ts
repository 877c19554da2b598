import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import type { Terminal } from './terminal.ts';

export interface Column {
  readonly title: string;
  /** Gives way, by wrapping, where the table is wider than the terminal. Other columns are never cut. */
  readonly wraps?: boolean;
  readonly align?: 'right';
}

const GAP = '  ';
const NARROWEST = 12;

/** Plain columns under their titles, where there are any; no borders, so that it can be searched and cut. Empty columns are left out. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const used = columns.flatMap((column, index) =>
    rows.some((row) => (row[index] ?? '') !== '') ? [{ column, index }] : [],
  );
  const titles = used.map(({ column }) => terminal.style.bold(column.title));
  const cells = rows.map((row) => used.map(({ index }) => row[index] ?? ''));
  const shown = used.map(({ column }) => column);
  const widths = fit(shown, naturalWidths([titles, ...cells]), terminal.columns);
  const head = used.some(({ column }) => column.title !== '') ? [titles] : [];
  return [...head, ...cells].map((row) => renderRow(row, shown, widths)).join('\n');
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const count = rows[0]?.length ?? 0;
  return Array.from({ length: count }, (_, index) =>
    Math.max(...rows.map((row) => stringWidth(row[index] ?? ''))),
  );
}

function fit(
  columns: readonly Column[],
  natural: readonly number[],
  limit: number | undefined,
): number[] {
  const total = natural.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1));
  const excess = limit === undefined ? 0 : total - limit;
  const yielding = columns.flatMap((column, index) => (column.wraps === true ? [index] : []));
  const widths = [...natural];
  let left = excess;
  // The widest gives first: a short column beside a long one stays whole.
  while (left > 0) {
    const widest = yielding.toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    const width = widest === undefined ? 0 : (widths[widest] ?? 0);
    if (widest === undefined || width <= NARROWEST) break;
    widths[widest] = width - 1;
    left -= 1;
  }
  return widths;
}

function renderRow(
  row: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): string {
  const cells = row.map((cell, index) =>
    columns[index]?.wraps === true
      ? wrapAnsi(cell, widths[index] ?? NARROWEST, { hard: true }).split('\n')
      : [cell],
  );
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, index) => pad(lines[line] ?? '', widths[index] ?? 0, columns[index]?.align))
      .join(GAP)
      .trimEnd(),
  ).join('\n');
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const blank = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? blank + text : text + blank;
}

/** Indented, and wrapped to the terminal. */
export function paragraph(text: string, indent: number, { columns }: Terminal): string {
  const blank = ' '.repeat(indent);
  const width = columns === undefined ? undefined : Math.max(NARROWEST, columns - indent);
  const lines = width === undefined ? text : wrapAnsi(text, width, { hard: true });
  return lines
    .split('\n')
    .map((line) => (blank + line).trimEnd())
    .join('\n');
}
