import { array, assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { lookUp, mistakeIn } from '../../../src/model/mapping.ts';
import { isPattern } from '../../../src/model/pattern.ts';

const to = (mapping: Readonly<Record<string, string>>, name: string, id = 'id'): string[] =>
  lookUp(mapping, { id, name }).map((each) => each.to);

const literal = string().filter((text) => !isPattern(text));

test('a name without a star is mapped to what stands beside it, and nothing else is', () => {
  assert(
    property(literal, literal, string(), (name, other, destination) => {
      const mapping = Object.fromEntries([[name, destination]]);
      expect(to(mapping, name)).toEqual([destination]);
      expect(to(mapping, other, other)).toEqual(other === name ? [destination] : []);
    }),
  );
});

test('a pattern mapped to itself maps every name it matches to that name', () => {
  assert(
    property(array(literal, { minLength: 2, maxLength: 5 }), array(literal), (parts, fills) => {
      const pattern = parts.join('*');
      const name = parts.map((part, at) => (at === 0 ? '' : (fills[at] ?? '')) + part).join('');
      expect(to({ [pattern]: pattern }, name, 'no such id')).toEqual([name]);
    }),
  );
});

test('a star matches any text, and only where the rest of the name is as the pattern says', () => {
  // As a regular expression says it, which is written otherwise.
  const letters = string({ unit: 'binary-ascii', maxLength: 12 }).map((text) =>
    text.replaceAll(/[^ab*]/g, 'a'),
  );
  assert(
    property(letters.filter(isPattern), letters, (pattern, name) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '[^]*')}$`);
      expect(to({ [pattern]: 'x' }, name).length).toBe(expression.test(name) ? 1 : 0);
    }),
  );
});

test('what a star stood for comes in the place of the star in the destination', () => {
  expect(to({ 'team-*': 'legacy-*' }, 'team-web')).toEqual(['legacy-web']);
  expect(to({ 'team-*': 'legacy-*' }, 'my-team-web')).toEqual([]);
  expect(to({ '*-net-*': '*/*' }, 'acme-net-1')).toEqual(['acme/1']);
  expect(to({ 'net-*': 'shared' }, 'net-1')).toEqual(['shared']);
  expect(to({ '*': 'old-*' }, 'net')).toEqual(['old-net']);
});

test('a star may stand for nothing, and letters are never counted twice', () => {
  expect(to({ 'team*': 'x*' }, 'team')).toEqual(['x']);
  expect(to({ 'aba*ba': 'x' }, 'aba')).toEqual([]);
  expect(to({ 'aba*ba': 'x' }, 'ababa')).toEqual(['x']);
});

test('the very id goes before the very name, and that before patterns', () => {
  const mapping = { f1: 'by-id', small: 'by-name', 's*': 'by-pattern' };
  expect(to(mapping, 'small', 'f1')).toEqual(['by-id']);
  expect(to(mapping, 'small', 'f2')).toEqual(['by-name']);
  expect(to(mapping, 'smaller', 'f2')).toEqual(['by-pattern']);
  expect(to(mapping, 'big', 'small-id')).toEqual([]);
});

test('patterns that say different things of a name are all told, those that agree once', () => {
  expect(lookUp({ 'a*': 'x', '*b': 'y' }, { id: '', name: 'ab' })).toEqual([
    { entry: 'a*', to: 'x' },
    { entry: '*b', to: 'y' },
  ]);
  expect(to({ 'a*': 'x', '*b': 'x' }, 'ab')).toEqual(['x']);
});

test('a resource that is called like a word of JavaScript is mapped to nothing', () => {
  expect(to({}, 'constructor')).toEqual([]);
  expect(lookUp(undefined, { id: 'a', name: 'a' })).toEqual([]);
});

test('a destination with more stars than its source is a mistake', () => {
  expect(mistakeIn('team-*', '*-*')).toBe('no more stars than "team-*" has');
  expect(mistakeIn('team-*', 'x-*')).toBeUndefined();
  expect(mistakeIn('team-*', 'x')).toBeUndefined();
  expect(mistakeIn('team', 'named *')).toBeUndefined();
});
