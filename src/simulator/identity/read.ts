import type { Call } from '../http/call.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { missing } from './refuse.ts';
import { check } from './schema.ts';

/** The whole body; empty where there is none. @throws Refusal 400 */
export function wholeOf({ json }: Pick<Call, 'json'>): Fields {
  const body = json === undefined ? {} : fieldsOf(json);
  if (body === undefined) throw missing('valid JSON');
  return body;
}

/** The object that the body wraps: `{"project": {...}}`; empty where it is not there. @throws Refusal 400 */
export function bodyOf(call: Pick<Call, 'json'>, key: string): Fields {
  const inner = wholeOf(call)[key] ?? {};
  check(inner, { types: ['object'] });
  return inner as Fields;
}

/** What Keystone has no field for: it keeps it, with `:` and `-` in names made `_`. */
export function extraOf(fields: Fields, known: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !known.includes(name))
      .map(([name, value]) => [name.replaceAll(/[:-]/g, '_'), value]),
  );
}

/** Options with a change laid over them: null takes one away. */
export function optionsWith(options: Fields, change: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...options, ...fieldsOf(change) }).filter(([, value]) => value !== null),
  );
}
