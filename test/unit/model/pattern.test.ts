import { array, assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { isAnyMeant, isMeant } from '../../../src/model/pattern.ts';

test.each([
  ['web', 'web', true],
  ['web', 'web-1', false],
  ['web-*', 'web-1', true],
  ['web-*', 'web-', true],
  ['web-*', 'Web-1', false],
  ['*', '', true],
  ['*-db-*', 'eu-db-1', true],
  ['*-db-*', 'eu-db', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*ab*ab*', 'ab', false],
  ['web.*', 'web-1', false],
  ['', 'web', false],
])('the word %j means %j: %s', (word, text, meant) => {
  expect(isMeant(word, text)).toBe(meant);
});

test('a word means a text as the regular expression of the same stars does', () => {
  const letters = array(constantFrom('a', 'b', '*'), { maxLength: 6 }).map((each) => each.join(''));
  assert(
    property(letters, letters, (word, text) => {
      const same = new RegExp(`^${word.replaceAll('*', '.*')}$`).test(text);
      expect(isMeant(word, text)).toBe(same || word === text);
    }),
    { numRuns: 2000 },
  );
});

test('every text is meant by itself, and by a lone star', () => {
  assert(
    property(string(), (text) => {
      expect(isMeant(text, text) && isMeant('*', text)).toBe(true);
    }),
  );
});

test('one of the words must mean one of the texts', () => {
  expect(isAnyMeant(['a', 'b-*'], ['x', 'b-1'])).toBe(true);
  expect(isAnyMeant(['a'], [])).toBe(false);
});
