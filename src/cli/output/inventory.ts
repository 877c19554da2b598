import stringWidth from 'string-width';
import { stringify } from 'yaml';
import type { InventoryItem } from '../../activities/inventory.ts';
import { parseReferenceKey } from '../../model/reference.ts';
import { renderTable } from './table.ts';
import type { Terminal } from './terminal.ts';

type Items = AsyncIterable<InventoryItem>;

export const INVENTORY_FORMATS = ['table', 'json', 'yaml', 'dot'] as const;
export type InventoryFormat = (typeof INVENTORY_FORMATS)[number];

/** How many of each kind there are; `?` for the gaps, which are known when all has been listed. */
export async function renderCounts(
  { kinds, gaps }: { readonly kinds: readonly string[]; readonly gaps: ReadonlySet<string> },
  items: Items,
  terminal: Terminal,
): Promise<string> {
  const counts = new Map(kinds.map((kind) => [kind, 0]));
  for await (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const columns = [{ title: 'KIND' }, { title: 'COUNT', align: 'right' }] as const;
  const rows = [...counts].map(([kind, number]) => [kind, gaps.has(kind) ? '?' : String(number)]);
  return `${renderTable(columns, rows, terminal)}\n`;
}

/** A JSON array, an element a line. Cut off by a failure it is no JSON, and so never taken for a whole one. */
export async function* jsonOf(items: Items): AsyncGenerator<string> {
  let before = '[\n  ';
  for await (const item of items) {
    yield `${before}${JSON.stringify(item)}`;
    before = ',\n  ';
  }
  yield before.startsWith('[') ? '[]\n' : '\n]\n';
}

export async function* yamlOf(items: Items): AsyncGenerator<string> {
  let empty = true;
  for await (const item of items) {
    empty = false;
    yield stringify([item], { lineWidth: 0 });
  }
  if (empty) yield '[]\n';
}

/** What needs what, for `dot -Tsvg`: https://graphviz.org/doc/info/lang.html */
export async function* dotOf(cloud: string, items: Items): AsyncGenerator<string> {
  yield `digraph ${quoted(cloud)} {\n  rankdir=LR;\n  node [shape=box];\n`;
  for await (const { key, kind, id, name, dependsOn = [] } of items) {
    yield `  ${quoted(key)} [label=${quoted(`${kind}\n${name || id}`)}];\n`;
    for (const each of dependsOn) yield `  ${quoted(key)} -> ${quoted(each)};\n`;
  }
  yield '}\n';
}

/** In a quoted string of DOT a backslash begins an escape of the label. */
function quoted(text: string): string {
  const plain = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${plain}"`;
}

/** Rows by which the columns are measured; what is wider and comes later stands out. */
const MEASURED = 200;
const GAP = '  ';
const TITLES = ['KIND', 'NAME', 'ID', 'PROJECT'];
const NEEDS = 'NEEDS';

/** A row a resource. `projects` are the names of projects by id; what each needs is shown where it was asked for. */
export async function* rowsOf(
  items: Items,
  projects: ReadonlyMap<string, string>,
  { terminal, dependencies }: { readonly terminal: Terminal; readonly dependencies: boolean },
): AsyncGenerator<string> {
  const { style } = terminal;
  const titles = dependencies ? [...TITLES, NEEDS] : TITLES;
  let rows: string[][] = [];
  let widths: readonly number[] | undefined;
  const flush = (): string => {
    const head = widths === undefined ? [titles] : [];
    widths ??= widthsOf([titles, ...rows]);
    const lines = [
      ...head.map((row) => style.bold(padded(row, widths ?? []))),
      ...rows.map((row) => padded(row, widths ?? [])),
    ];
    rows = [];
    return lines.map((line) => `${line}\n`).join('');
  };
  for await (const item of items) {
    const { kind, name, id, project = '' } = item;
    const owner = projects.get(project) ?? project;
    rows.push([kind, name, id, owner, ...(dependencies ? [needs(item)] : [])]);
    if (rows.length >= MEASURED) yield flush();
  }
  yield flush();
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return (rows[0] ?? []).map((_title, at) =>
    Math.max(...rows.map((row) => stringWidth(row[at] ?? ''))),
  );
}

function padded(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - stringWidth(cell))))
    .join(GAP)
    .trimEnd();
}

/** `flavor, 2 port` */
function needs({ dependsOn = [] }: InventoryItem): string {
  const kinds = dependsOn.map((key) => parseReferenceKey(key).kind);
  return [...new Set(kinds)]
    .map((kind) => ({ kind, number: kinds.filter((each) => each === kind).length }))
    .map(({ kind, number }) => (number === 1 ? kind : `${number} ${kind}`))
    .join(', ');
}
