import type { Limits } from './schema.ts';

/** Those that the other set has too, whatever they are there. */
export function only(limits: Limits, known: Limits): Limits {
  return Object.fromEntries(Object.entries(limits).filter(([name]) => Object.hasOwn(known, name)));
}

/** Those that the other set has otherwise, or not at all. */
export function differing(limits: Limits, from: Limits): Limits {
  return Object.fromEntries(Object.entries(limits).filter(([name, limit]) => limit !== from[name]));
}
