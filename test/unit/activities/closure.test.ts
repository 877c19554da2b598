import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { levelsOf } from '../../../src/activities/closure.ts';
import type { Node } from '../../../src/activities/node.ts';
import { BlockedError } from '../../../src/errors/migration.ts';
import { kindOf } from '../../../src/resources/registry.ts';

function graph(edges: Readonly<Record<string, readonly string[]>>): Map<string, Node> {
  const kind = kindOf('network');
  return new Map(
    Object.entries(edges).map(([key, dependsOn]) => [
      key,
      { key, kind, resource: { id: key, name: key }, dependsOn, needs: dependsOn, companions: [] },
    ]),
  );
}

const names = (levels: Node[][]): string[][] =>
  levels.map((level) => level.map((node) => node.key));

test('what a resource depends on lies in an earlier level, and every resource in exactly one', () => {
  // Node i may depend on any node before it: no cycles.
  const edges = array(array(integer({ min: 0, max: 50 }), { maxLength: 5 }), { maxLength: 50 });
  assert(
    property(edges, integer(), (lists, seed) => {
      const entries = lists.map((list, index): [string, string[]] => [
        `n${index}`,
        index === 0 ? [] : list.map((each) => `n${each % index}`),
      ]);
      // In whatever order the survey found them.
      const nodes = graph(
        Object.fromEntries(entries.toSorted(([a], [b]) => order(a, seed) - order(b, seed))),
      );
      const levels = names(levelsOf(nodes));
      expect(levels.flat().toSorted()).toEqual([...nodes.keys()].toSorted());
      const level = new Map(
        levels.flatMap((keys, index) => keys.map((key) => [key, index] as const)),
      );
      for (const { key, dependsOn } of nodes.values()) {
        for (const below of dependsOn) expect(level.get(below)).toBeLessThan(level.get(key) ?? -1);
      }
    }),
  );
});

function order(key: string, seed: number): number {
  return Math.sin(seed + Number(key.slice(1)));
}

test('independent resources share the first level', () => {
  expect(names(levelsOf(graph({ a: [], b: [], c: ['a', 'b'] })))).toEqual([['a', 'b'], ['c']]);
});

test('a dependency that is not of the selection orders nothing', () => {
  expect(names(levelsOf(graph({ a: ['gone'] })))).toEqual([['a']]);
});

test('a circle is a blocker that names its members', () => {
  const circle = graph({ a: ['b'], b: ['c'], c: ['a'] });
  expect(() => levelsOf(circle)).toThrow(BlockedError);
  expect(() => levelsOf(circle)).toThrow('a → b → c → a');
});

test('nothing has no levels', () => {
  expect(levelsOf(new Map())).toEqual([]);
});
