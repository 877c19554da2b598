import { array, assert, constantFrom, property, record, uniqueArray, uuid } from 'fast-check';
import { expect, test } from 'vitest';
import { OUTCOMES } from '../../../src/model/phase.ts';
import type { ServerResult, Summary } from '../../../src/model/report.ts';
import {
  EMPTY_SUMMARY,
  isComplete,
  merged,
  withCopies,
  withServer,
  withoutServers,
} from '../../../src/workflows/summary.ts';

const results = uniqueArray(record({ id: uuid(), outcome: constantFrom(...OUTCOMES) }), {
  selector: (each) => each.id,
  maxLength: 80,
}).map((all) =>
  all.map(({ id, outcome }): ServerResult => ({
    id,
    outcome,
    name: id,
    project: 'p',
    durationMs: 1,
    concerns: [],
  })),
);
const total = ({ servers }: Summary): number =>
  Object.values(servers).reduce((sum, count) => sum + count, 0);
const sumOf = (all: readonly ServerResult[]): Summary => all.reduce(withServer, EMPTY_SUMMARY);

test('every server counts once, under its outcome, and those without success are listed', () => {
  assert(
    property(results, (all) => {
      const summary = sumOf(all);
      expect(total(summary)).toBe(all.length);
      for (const outcome of OUTCOMES) {
        expect(summary.servers[outcome] ?? 0).toBe(
          all.filter((each) => each.outcome === outcome).length,
        );
      }
      const failed = all.filter(
        ({ outcome }) => !['migrated', 'reused', 'skipped'].includes(outcome),
      );
      expect(summary.failedServers).toEqual(failed);
      expect(isComplete(summary)).toBe(failed.length === 0);
    }),
  );
});

test('a merged summary counts what its parts count', () => {
  assert(
    property(array(results, { maxLength: 5 }), (parts) => {
      expect(total(merged(parts.map(sumOf)))).toBe(parts.flat().length);
    }),
  );
  expect(merged([])).toEqual(EMPTY_SUMMARY);
});

test('servers taken out for another try, and told again, count once', () => {
  assert(
    property(results, (all) => {
      const before = sumOf(all);
      const again = before.failedServers;
      const without = withoutServers(
        before,
        again.map((each) => each.id),
      );
      expect(total(without)).toBe(all.length - again.length);
      expect(isComplete(without)).toBe(true);
      const after = again
        .map((each): ServerResult => ({ ...each, outcome: 'migrated' }))
        .reduce(withServer, without);
      expect(total(after)).toBe(all.length);
    }),
  );
});

test('a failed meta-resource makes a migration incomplete', () => {
  const failed = [{ key: 'flavor/1', name: 'small', error: 'quota' }];
  const summary = withCopies(EMPTY_SUMMARY, {
    ids: {},
    created: 2,
    reused: 3,
    failed,
    concerns: [],
  });
  expect(summary).toMatchObject({ created: 2, reused: 3, failedItems: failed });
  expect(isComplete(summary)).toBe(false);
});

test('lists stay at 100, however much fails, and the counts go on', () => {
  const all = Array.from({ length: 150 }, (_each, index): ServerResult => ({
    id: `s${index}`,
    name: 's',
    project: 'p',
    outcome: 'failed',
    durationMs: 1,
    concerns: [],
  }));
  const summary = sumOf(all);
  expect(summary.failedServers).toHaveLength(100);
  expect(summary.servers).toEqual({ failed: 150 });
});
