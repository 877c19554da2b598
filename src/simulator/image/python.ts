/** How Python puts a value into a text. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : repr(value);
}

/** How Python shows a value: Glance puts that into its errors. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return reprText(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  return `{${entriesOf(value)
    .map(([key, each]) => `${reprText(key)}: ${repr(each)}`)
    .join(', ')}}`;
}

/** As Python's `pprint` lays it out, 72 columns wide; dictionaries by key. */
export function pretty(value: unknown, column = 0): string {
  const flat = repr(value);
  if (column + flat.length < 72) return flat;
  const join = (parts: readonly string[]): string => parts.join(`,\n${' '.repeat(column + 1)}`);
  if (Array.isArray(value)) return `[${join(value.map((each) => pretty(each, column + 1)))}]`;
  if (typeof value === 'string') return wrapped(value, column);
  if (typeof value !== 'object') return flat;
  const parts = entriesOf(value).map(([key, each]) => {
    const name = `${reprText(key)}: `;
    return `${name}${pretty(each, column + 1 + name.length)}`;
  });
  return `{${join(parts)}}`;
}

/** A long text becomes several, cut between words. */
function wrapped(text: string, column: number): string {
  const lines: string[] = [];
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (column + reprText(last + word).length < 72) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map(reprText).join(`\n${' '.repeat(column)}`);
}

function entriesOf(value: object | null | undefined): [string, unknown][] {
  return Object.entries(value ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\r', String.raw`\r`);
  return `${quote}${quote === "'" ? escaped.replaceAll("'", String.raw`\'`) : escaped}${quote}`;
}
