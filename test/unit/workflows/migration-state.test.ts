import { expect, test } from 'vitest';
import { specSchema } from '../../../src/model/spec.ts';
import { beginning, summaryOf } from '../../../src/workflows/migration-state.ts';
import { EMPTY_SUMMARY } from '../../../src/workflows/summary.ts';

test('a migration is summed up anew only where something has come', () => {
  const spec = specSchema.parse({
    name: 'm',
    source: 'old',
    destination: 'new',
    select: { projects: ['acme'] },
  });
  const state = beginning(spec, false);
  state.ended.set('p1', { ...EMPTY_SUMMARY, created: 1 });
  const first = summaryOf(state);
  expect(first.created).toBe(1);
  expect(summaryOf(state)).toBe(first);
  state.shared = { ...EMPTY_SUMMARY, created: 2 };
  expect(summaryOf(state).created).toBe(3);
  state.ended.delete('p1');
  state.before = [{ project: 'p1', summary: { ...EMPTY_SUMMARY, created: 4 } }];
  expect(summaryOf(state).created).toBe(6);
});
