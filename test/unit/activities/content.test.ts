import { expect, test } from 'vitest';
import { contentOf } from '../../../src/activities/content.ts';
import type { Attributes, ResourceKind } from '../../../src/resources/resource-kind.ts';

function content(
  attributes: Attributes,
  needs: readonly string[] = [],
): Readonly<Record<string, string>> {
  const kind = { attributes: () => attributes } as unknown as ResourceKind;
  return contentOf({ kind, resource: { id: '1', name: 'one' }, needs });
}

test('the content of a resource tells each of its attributes apart, and not the order of their keys', () => {
  const one = content({
    name: 'a',
    specs: { first: 1, second: [{ x: 1, y: 2 }] },
    none: undefined,
  });
  expect(Object.keys(one)).toEqual(['name', 'specs', 'dependencies']);
  expect(content({ name: 'a', specs: { second: [{ y: 2, x: 1 }], first: 1 } })).toEqual(one);
  const other = content({ name: 'a', specs: { first: 1, second: [{ x: 1, y: 3 }] } });
  expect(other['name']).toBe(one['name']);
  expect(other['specs']).not.toBe(one['specs']);
});

test('the content holds no value, and of secrets not even a hash', () => {
  const all = content({
    password: '$2b$12$hash',
    user_data_sha256: 'abc',
    metadata: { key: 'secret-word' },
  });
  expect(Object.keys(all)).toEqual(['metadata', 'dependencies']);
  expect(JSON.stringify(all)).not.toContain('secret-word');
});

test('what a resource depends on is part of its content, in whatever order it is told', () => {
  const one = content({}, ['port/1', 'network/2']);
  expect(content({}, ['network/2', 'port/1'])).toEqual(one);
  expect(content({}, ['port/3', 'network/2'])).not.toEqual(one);
});
