import { array, assert, constantFrom, property, record, uniqueArray, uuid } from 'fast-check';
import { expect, test } from 'vitest';
import type { Concern } from '../../../src/model/concern.ts';
import { OUTCOMES } from '../../../src/model/phase.ts';
import type { ServerResult, Summary } from '../../../src/model/report.ts';
import {
  EMPTY_SUMMARY,
  failedCount,
  isComplete,
  merged,
  withCopies,
  withServer,
  withoutItems,
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

const items = (count: number, first = 0) =>
  Array.from({ length: count }, (_each, index) => ({
    key: `flavor/${first + index}`,
    name: 'small',
    error: 'quota',
  }));
const NOTHING = { ids: {}, created: 0, reused: 0, failed: [], concerns: [] };
const withoutPassword = (name: string): Concern => ({
  severity: 'warning',
  code: 'user-without-password',
  subject: `user/${name}`,
  message: `The user ${name} is created without a password: none can be read.`,
  remedy: `Set one: user set ${name}`,
});

test('failed meta-resources beyond 100 are counted, through every merge, until they are tried again', () => {
  const one = withCopies(EMPTY_SUMMARY, { ...NOTHING, failed: items(90) });
  const more = withCopies(one, { ...NOTHING, failed: items(30, 90), moreFailed: 7 });
  expect(more.failedItems).toHaveLength(100);
  expect(failedCount(more)).toBe(127);
  expect(failedCount(merged([more, one, EMPTY_SUMMARY]))).toBe(217);
  expect(withoutItems(more)).toEqual(EMPTY_SUMMARY);
});

test('users without a password are told by name, however they come, beside what else is the matter', () => {
  const names = Array.from({ length: 130 }, (_each, index) => `user${index}`);
  const other = { ...withoutPassword('x'), code: 'other', message: 'x', remedy: 'y' };
  const halves = [names.slice(0, 70), names.slice(60)].map((part) =>
    withCopies(EMPTY_SUMMARY, { ...NOTHING, concerns: [...part.map(withoutPassword), other] }),
  );
  const [users, last] = merged(halves).concerns;
  expect([users?.name ?? '', ...(users?.others ?? [])].toSorted()).toEqual(names.toSorted());
  expect(users?.more).toBeUndefined();
  expect(last).toEqual(other);
});

test('a migration tells the kinds that its plan makes, also when projects have been merged into it', () => {
  const own = { ...EMPTY_SUMMARY, kinds: ['flavor', 'server'] };
  expect(merged([own, EMPTY_SUMMARY]).kinds).toEqual(['flavor', 'server']);
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
