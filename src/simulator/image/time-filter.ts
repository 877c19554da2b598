import { Refusal } from '../http/refusal.ts';
import type { Image } from './state.ts';

const OPERATORS: Readonly<Record<string, (actual: number, wanted: number) => boolean>> = {
  gt: (actual, wanted) => actual > wanted,
  gte: (actual, wanted) => actual >= wanted,
  lt: (actual, wanted) => actual < wanted,
  lte: (actual, wanted) => actual <= wanted,
  eq: (actual, wanted) => actual === wanted,
  neq: (actual, wanted) => actual !== wanted,
};

/** `created_at=gt:2026-01-01T00:00:00Z`; to the second. @throws Refusal 400 */
export function timeFilter(
  key: 'created_at' | 'updated_at',
  text: string,
): (image: Image) => boolean {
  const [, operator = 'eq', time = ''] = /^(?:([a-z]+):)?(.*)$/s.exec(text) ?? [];
  const wanted = /^\d{4}-\d\d-\d\d/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(wanted)) {
    throw new Refusal(400, `Bad "${key}" query filter format. Use ISO 8601 DateTime notation.`);
  }
  const test = OPERATORS[operator];
  if (test === undefined) {
    throw new Refusal(400, `Unable to filter by unknown operator '${operator}'.`);
  }
  return ({ createdAt, updatedAt }) =>
    test(seconds(key === 'created_at' ? createdAt : updatedAt), Math.floor(wanted / 1000));
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
