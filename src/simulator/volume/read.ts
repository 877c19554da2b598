import { checkBody, isObject } from '../compute/schema.ts';
import type { Schema } from '../compute/schema.ts';
import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';

/** One of the words that oslo.utils takes for yes or no. */
export const BOOLEAN: Schema = {
  type: ['boolean', 'string'],
  enum: [
    true,
    ...words('True TRUE true 1 ON On on YES Yes yes y t'),
    false,
    ...words('False FALSE false 0 OFF Off off NO No no n f'),
  ],
};

/** Words that spaces part. */
export function words(text: string): readonly string[] {
  return text.split(' ');
}

export const UUID: Schema = { type: 'string', format: 'uuid' };

export const UUID_OR_NULL: Schema = { oneOf: [UUID, { type: 'null' }] };

export const NAME_OR_NULL: Schema = { type: ['string', 'null'], minLength: 0, maxLength: 255 };

const KEY = '^[a-zA-Z0-9-_:. /]{1,255}$';

export const METADATA: Schema = {
  type: 'object',
  patternProperties: { [KEY]: { type: 'string', maxLength: 255 } },
  additionalProperties: false,
};

export const METADATA_OR_NULL: Schema = { ...METADATA, type: ['object', 'null'] };

export const SIZE: Schema = {
  type: ['integer', 'string'],
  pattern: '^[0-9]+$',
  minimum: 1,
  maximum: 0x7fffffff,
};

/** The id in the path. */
export function idIn({ params }: Call): string {
  return params['id'] ?? '';
}

/** What stands below `key` in the body. @throws Refusal 400 */
export function bodyOf(call: Call, key: string, schema: Schema): Record<string, unknown> {
  if (call.json === undefined) throw unexpected();
  const body = checkBody(
    {
      type: 'object',
      properties: { [key]: schema },
      required: [key],
      additionalProperties: false,
    },
    call.json,
  );
  const inner = body[key];
  return isObject(inner) ? inner : {};
}

/** What Cinder says where its own code fails. */
export function unexpected(): Refusal {
  return new Refusal(
    500,
    'The server has either erred or is incapable of performing the requested operation.',
  );
}

const YES = new Set(['1', 't', 'true', 'on', 'y', 'yes']);
const NO = new Set(['0', 'f', 'false', 'off', 'n', 'no']);

/** @returns undefined where it is neither yes nor no */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = String(value).trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

/** A parameter that is yes or no; no where absent. @throws Refusal 400 */
export function flagOf(query: URLSearchParams, key: string): boolean {
  const value = query.get(key);
  if (value === null) return false;
  const flag = toBoolean(value);
  if (flag === undefined) {
    throw new Refusal(400, `Value '${value}' for '${key}' is not a boolean.`);
  }
  return flag;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Metadata that a schema has let pass. */
export function wordsOf(value: unknown): Record<string, string> {
  return isObject(value) ? { ...(value as Record<string, string>) } : {};
}

/** As a database field is shown. */
export function timeOf(moment: Date | null): string | null {
  return moment === null ? null : `${moment.toISOString().slice(0, 19)}.000000`;
}
