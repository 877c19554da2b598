import type { Answer, Call } from '../http/call.ts';
import type { Fields } from './fields.ts';

/** A list as Keystone answers it: whole, whatever `limit` and `marker` say. */
export function listed(call: Call, key: string, views: readonly unknown[]): Answer {
  const links = { next: null, self: selfOf(call), previous: null };
  return { status: 200, body: { [key]: views, links } };
}

function selfOf({ origin, path, query }: Call): string {
  const asked = [...query].map(([name, value]) =>
    value === '' ? encode(name) : `${encode(name)}=${encode(value)}`,
  );
  return `${origin}/v3${path}${asked.length === 0 ? '' : `?${asked.join('&')}`}`;
}

function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@')
    .replaceAll('%2C', ',');
}

/** Those that a query asks for by attributes that may be asked for; it ignores the others. */
export function filtered<View extends Fields>(
  { query }: Call,
  views: readonly View[],
  attributes: readonly string[],
): View[] {
  const tests = [...query].flatMap(([key, wanted]) => {
    const [name = '', comparator] = key.split('__');
    return attributes.includes(name) ? [{ name, comparator, wanted }] : [];
  });
  return views.filter((view) =>
    tests.every(({ name, comparator, wanted }) => isMatch(view[name], comparator, wanted)),
  );
}

function isMatch(value: unknown, comparator: string | undefined, wanted: string): boolean {
  if (typeof value === 'boolean') return value === isFlagSet(wanted);
  // The database compares without regard to case.
  const have = typeof value === 'string' ? value.toLowerCase() : '';
  const want = wanted.toLowerCase();
  if (comparator?.endsWith('contains') === true) return have.includes(want);
  if (comparator?.endsWith('startswith') === true) return have.startsWith(want);
  if (comparator?.endsWith('endswith') === true) return have.endsWith(want);
  return have === want;
}

function isFlagSet(text: string): boolean {
  return !['0', 'false', 'False'].includes(text);
}

/** A flag of a query: also without a value; only `0` is no. */
export function isAsked({ query }: Pick<Call, 'query'>, name: string): boolean {
  return query.has(name) && query.get(name) !== '0';
}

export function byId<T extends { readonly id: string }>(all: Iterable<T>): T[] {
  return [...all].toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
