import { isObject } from './schema.ts';

/** The object at a key; an empty one where there is none. */
export function objectAt(
  from: Readonly<Record<string, unknown>>,
  key: string,
): Record<string, unknown> {
  const value = from[key];
  return isObject(value) ? value : {};
}

export function textAt(from: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = from[key];
  return typeof value === 'string' ? value : undefined;
}

/** Of a number, or the digits of one. */
export function numberAt(
  from: Readonly<Record<string, unknown>>,
  key: string,
  otherwise: number,
): number {
  const value = from[key];
  return typeof value === 'number' || typeof value === 'string' ? Number(value) : otherwise;
}

const TRUE = ['1', 't', 'true', 'on', 'y', 'yes'];

export function booleanAt(
  from: Readonly<Record<string, unknown>>,
  key: string,
  otherwise: boolean,
): boolean {
  const value = from[key];
  if (typeof value === 'boolean') return value;
  return typeof value === 'string' ? TRUE.includes(value.toLowerCase()) : otherwise;
}

export function listAt(
  from: Readonly<Record<string, unknown>>,
  key: string,
): readonly Record<string, unknown>[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of an object, or list, of texts. */
export function textsAt(from: Readonly<Record<string, unknown>>, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function recordAt(
  from: Readonly<Record<string, unknown>>,
  key: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(objectAt(from, key)).map(([name, value]) => [name, String(value)]),
  );
}

export function isIn(from: Readonly<Record<string, unknown>>, key: string): boolean {
  return Object.hasOwn(from, key);
}
