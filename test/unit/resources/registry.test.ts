import { expect, test } from 'vitest';
import { KINDS, kindOf } from '../../../src/resources/registry.ts';

test('every kind stands after those it depends on, once', () => {
  const names = KINDS.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
  for (const [place, { kind, dependsOn }] of KINDS.entries()) {
    for (const other of dependsOn) {
      expect(names.indexOf(other), `${kind} needs ${other}`).toBeGreaterThanOrEqual(0);
      expect(names.indexOf(other), `${kind} needs ${other}`).toBeLessThanOrEqual(place);
    }
  }
});

test('a kind is found by its name, and nothing by a name that is none', () => {
  for (const kind of KINDS) expect(kindOf(kind.kind)).toBe(kind);
  expect(() => kindOf('stack')).toThrow('There is no kind stack');
});
