/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Lines of columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_each, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** Median, best and all values of a measured thing, as cells of a row. */
export function cells(
  name: string,
  values: readonly number[],
  { digits = 1, best = Math.min }: { digits?: number; best?: (...values: number[]) => number } = {},
): string[] {
  const text = (value: number): string => value.toFixed(digits);
  return [name, text(median(values)), text(best(...values)), values.map(text).join(' ')];
}

export const HEADER = ['', 'median', 'best', 'rounds'];
