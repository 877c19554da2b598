import { str } from '../python.ts';
import { isObject } from '../compute/schema.ts';
import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Kind, Listing } from './pages.ts';
import { toBoolean } from './read.ts';

/** Which filters a resource has, and who may use them. */
export interface Rules<Item> extends Kind<Item> {
  /** Those that users have; administrators have every column. */
  readonly offered: ReadonlySet<string>;
  /** Filters by another name than the column's. */
  readonly dictionaries: Readonly<
    Record<string, (item: Item) => Readonly<Record<string, string>> | undefined>
  >;
  readonly booleans: ReadonlySet<string>;
  /** Filters that are newer, and the microversion that brought them. */
  readonly newer: Readonly<Record<string, number>>;
}

/** Those that the filters let pass. @throws Refusal 400 */
export function filtered<Item>(
  call: Call,
  items: Iterable<Item>,
  { filters }: Listing,
  rules: Rules<Item>,
): Item[] {
  const tests = [...allowed(call, filters, rules)].map(([key, value]) =>
    testOf(call, { key, value, rules }),
  );
  return [...items].filter((item) => tests.every((test) => test(item)));
}

function allowed<Item>(
  { microversion, token }: Call,
  filters: ReadonlyMap<string, string>,
  { offered, newer }: Rules<Item>,
): [string, string][] {
  const asked = [...filters].filter(([key]) => key !== 'all_tenants');
  if (microversion < 31) {
    return asked
      .filter(([key]) => (newer[key] ?? 0) <= microversion)
      .filter(([key]) => token.isAdmin || offered.has(key));
  }
  const strange = asked.filter(([key]) => !offered.has(key.replace(/~$/, '')));
  if (strange.length > 0 && !token.isAdmin) {
    const names = strange.map(([key]) => key).join(',');
    throw new Refusal(400, `Invalid filters ${names} are found in query options.`);
  }
  return asked.filter(([key]) => (newer[key] ?? 0) <= microversion);
}

interface Filter<Item> {
  readonly key: string;
  readonly value: string;
  readonly rules: Rules<Item>;
}

function testOf<Item>(call: Call, { key, value, rules }: Filter<Item>): (item: Item) => boolean {
  const { column, columns, dictionaries, booleans } = rules;
  const dictionary = dictionaries[key];
  if (dictionary !== undefined) {
    const asked = literal(value);
    if (!isObject(asked)) return () => false;
    return (item) => {
      const has = dictionary(item) ?? {};
      return Object.entries(asked).every(([name, each]) => has[name] === each);
    };
  }
  // Below 3.34 a pattern is a name that no column has, and that is left out.
  if (key.endsWith('~')) {
    const name = key.slice(0, -1);
    if (call.microversion < 34) return () => true;
    return (item) => lower(column(item, name)).includes(value.toLowerCase());
  }
  if (!columns.has(key)) return () => false;
  if (key === 'created_at' || key === 'updated_at') return moments(call, { key, value, rules });
  if (booleans.has(key)) {
    const asked = flag(call, key, value);
    return (item) => column(item, key) === asked;
  }
  const asked = key === 'name' ? value : literal(value);
  return (item) => {
    const has = column(item, key);
    return asked === null ? has === null : has !== null && lower(has) === lower(asked);
  };
}

/** The database does not mind the case. */
function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : str(value).toLowerCase();
}

/** Python's `literal_eval`, of what is sent: None, numbers, a dictionary of strings; else the text. */
function literal(text: string): unknown {
  if (text === 'None') return null;
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^'[^']*'$/.test(text)) return text.slice(1, -1);
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text.replaceAll(/u?'([^']*)'/g, (_all, word) => JSON.stringify(word)));
  } catch {
    return text;
  }
}

function flag({ microversion }: Call, key: string, value: string): boolean {
  if (microversion < 2) return !['False', 'false', 'FALSE', ''].includes(value);
  const asked = toBoolean(value);
  if (asked === undefined) throw new Refusal(400, `Invalid input received: '${key} = ${value}'`);
  return asked;
}

const OPERATORS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
  eq: (one, other) => one === other,
  neq: (one, other) => one !== other,
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
};

/** `gt:2020-01-01T00:00:00,lt:…` */
function moments<Item>(
  { microversion }: Call,
  { key, value, rules: { column } }: Filter<Item>,
): (item: Item) => boolean {
  if (microversion < 60) return () => true;
  const tests = value.split(',').map((each) => {
    const [name = '', ...rest] = each.split(':');
    const operator = OPERATORS[name];
    if (operator === undefined) throw new Refusal(400, `Invalid ${name} operator`);
    const time = Date.parse(rest.join(':'));
    if (Number.isNaN(time)) throw new Refusal(400, `Invalid ${rest.join(':')} value`);
    return { operator, time };
  });
  return (item) => {
    const has = Date.parse(`${String(column(item, key))}Z`);
    return tests.every(({ operator, time }) => operator(has, time));
  };
}
