import type { RawAnswer } from './http.ts';

/** Everything in it with `{name}` replaced. Unknown names stay as they are: JSON and regular expressions have braces too. */
export function fill<Value>(value: Value, values: Readonly<Record<string, string>>): Value {
  return filled(value, values) as Value;
}

function filled(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [filled(key, values), filled(inner, values)]),
  );
}

/** `server.id`, `images.0.id`, `header:location`. A dot in a key cannot be said, and need not. */
export function valueAt({ headers, body }: RawAnswer, at: string): unknown {
  if (at.startsWith('header:')) return headers[at.slice('header:'.length)];
  let value: unknown = body;
  for (const key of at.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
