import { assert, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { destinationId } from '../../../src/model/id-map.ts';
import { parseReferenceKey, referenceKey } from '../../../src/model/reference.ts';

test('a key is read back, also where the id holds slashes', () => {
  assert(
    property(stringMatching(/^[a-z-]{1,20}$/u), string(), (kind, id) => {
      expect(parseReferenceKey(referenceKey({ kind, id }))).toEqual({ kind, id });
    }),
  );
  expect(parseReferenceKey('keypair/user/a/b')).toEqual({ kind: 'keypair', id: 'user/a/b' });
});

test('what is not in the destination has no id there', () => {
  const ids = { 'flavor/1': 'F' };
  expect(destinationId(ids, { kind: 'flavor', id: '1' })).toBe('F');
  expect(destinationId(ids, { kind: 'flavor', id: '2' })).toBeUndefined();
  expect(destinationId(ids, { kind: 'image', id: '1' })).toBeUndefined();
});
