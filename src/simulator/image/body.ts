import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { ERRED } from './refuse.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A body that is an object or a list. @throws Refusal 400 */
export function readBody({ json }: Pick<Call, 'json'>): JsonObject | readonly unknown[] {
  if (json === undefined) throw new Refusal(400, 'Body expected in request.');
  if (Array.isArray(json)) return json;
  if (isObject(json)) return json;
  throw new Refusal(400, 'Unexpected body type. Expected list/dict.');
}

/** @throws Refusal 400; 500 for a list, as Glance falls over it */
export function readObject(call: Pick<Call, 'json'>): JsonObject {
  const body = readBody(call);
  if (!isObject(body)) throw new Refusal(500, ERRED);
  return body;
}
