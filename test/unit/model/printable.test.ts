import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../../src/model/printable.ts';

test('no text of a cloud reaches a terminal with control characters', () => {
  expect(printable('web\u001B[2K\u001B]52;c;aGk=\u0007 1')).toBe(
    'web\uFFFD[2K\uFFFD]52;c;aGk=\uFFFD 1',
  );
  expect(printable('two\r\nlines')).toBe('two lines');
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test('what is printable stays as it is', () => {
  expect(printable('größer – 東京 🚰')).toBe('größer – 東京 🚰');
});
