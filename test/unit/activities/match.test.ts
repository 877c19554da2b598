import { expect, test } from 'vitest';
import { describeDifferences, differences } from '../../../src/activities/match.ts';
import type { ResourceKind } from '../../../src/resources/resource-kind.ts';

interface Port {
  readonly id: string;
  readonly name: string;
  readonly network: string;
  readonly tags?: readonly string[];
}

const kind: Pick<ResourceKind<Port>, 'attributes'> = {
  attributes: ({ name, network, tags }, translate) => ({
    name,
    network: translate('network', network),
    ...(tags === undefined ? {} : { tags }),
  }),
};
const compare = (source: Port, destination: Port, ids = {}) =>
  differences({ kind: kind as unknown as ResourceKind, ids, mappings: {} }, source, destination);

const source: Port = { id: 'p', name: 'web', network: 'n' };

test('a copy is equal to its source once references are translated', () => {
  expect(compare(source, { id: 'P', name: 'web', network: 'N' }, { 'network/n': 'N' })).toEqual([]);
});

test('a reference that is not in the destination is a difference', () => {
  expect(compare(source, { id: 'P', name: 'web', network: 'N' })).toEqual([
    { attribute: 'network', source: undefined, destination: 'N' },
  ]);
});

test('every attribute that differs is told, also one that only one side has', () => {
  const found = compare(
    source,
    { id: 'P', name: 'db', network: 'N', tags: ['a'] },
    { 'network/n': 'N' },
  );
  expect(found).toEqual([
    { attribute: 'name', source: 'web', destination: 'db' },
    { attribute: 'tags', source: undefined, destination: ['a'] },
  ]);
  expect(describeDifferences(found)).toBe('name "web" → "db", tags absent → ["a"]');
});

test('long values are cut in a description', () => {
  const found = [{ attribute: 'a', source: 'x'.repeat(5000), destination: 1 }];
  expect(describeDifferences(found).length).toBeLessThan(200);
});
