/** As Python's `repr` shows a JSON value: the services put such texts into their messages. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(', ')}]`;
  const pairs = Object.entries(value).map(([key, each]) => `${quoted(key)}: ${repr(each)}`);
  return `{${pairs.join(', ')}}`;
}

/** As Python's `str` does: a text is itself. */
export function str(value: unknown): string {
  return typeof value === 'string' ? value : repr(value);
}

/** As Python's `pprint` lays it out, 72 columns wide; dictionaries by key. */
export function pretty(value: unknown): string {
  return laidOut(sorted(value), 0);
}

function laidOut(value: unknown, column: number): string {
  const flat = repr(value);
  if (column + flat.length < 72) return flat;
  const join = (parts: readonly string[]): string => parts.join(`,\n${' '.repeat(column + 1)}`);
  if (Array.isArray(value)) return `[${join(value.map((each) => laidOut(each, column + 1)))}]`;
  if (typeof value === 'string') return wrapped(value, column);
  if (typeof value !== 'object' || value === null) return flat;
  const parts = Object.entries(value).map(([key, each]) => {
    const name = `${quoted(key)}: `;
    return `${name}${laidOut(each, column + 1 + name.length)}`;
  });
  return `{${join(parts)}}`;
}

/** A long text becomes several, cut between words. */
function wrapped(text: string, column: number): string {
  const lines: string[] = [];
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(word);
    else if (column + quoted(last + word).length < 72) lines[lines.length - 1] = last + word;
    else lines.push(word);
  }
  return lines.map(quoted).join(`\n${' '.repeat(column)}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll('\r', String.raw`\r`);
  return `${quote}${quote === "'" ? escaped.replaceAll("'", String.raw`\'`) : escaped}${quote}`;
}
