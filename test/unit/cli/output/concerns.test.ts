import { expect, test } from 'vitest';
import { renderConcerns } from '../../../../src/cli/output/concerns.ts';
import { PLAIN } from '../run-program.ts';
import type { Concern } from '../../../../src/model/concern.ts';

function concern(message: string, parts: Partial<Concern> = {}): Concern {
  return {
    severity: 'warning',
    code: 'rebuilt',
    subject: 'server/1',
    message,
    remedy: 'Keep it.',
    ...parts,
  };
}

test('what is to be said of many servers is said once, with the names of the others', () => {
  const concerns = ['web1', 'web2', 'gw1'].map((name) => concern(`Server ${name} is rebuilt.`));
  expect(renderConcerns(concerns, PLAIN)).toEqual([
    'warning: Server web1 is rebuilt.\n  The same: web2, gw1.\n  → Keep it.',
  ]);
});

test('another message, remedy or code stands alone', () => {
  const concerns = [
    concern('Server web1 is rebuilt.'),
    concern('Server web2 is locked.'),
    concern('Server web3 is rebuilt.', { remedy: 'Mend it.' }),
    concern('Server web4 is rebuilt.', { code: 'other' }),
    concern('Image web5 is rebuilt.'),
  ];
  expect(renderConcerns(concerns, PLAIN)).toHaveLength(5);
});

test('a name in another place of the message is no name', () => {
  const concerns = [concern('a b'), concern('c b'), concern('a d')];
  expect(renderConcerns(concerns, PLAIN)).toHaveLength(2);
});

test('of hundreds some are named and the others counted', () => {
  const concerns = Array.from({ length: 500 }, (_none, index) =>
    concern(`Server s${index} is rebuilt.`),
  );
  const [text = ''] = renderConcerns(concerns, PLAIN);
  expect(text).toContain('s30 and 469 more (-o json shows all).');
});

test('of hundreds that say each something else ten of a kind are told, and at once', () => {
  const concerns = Array.from({ length: 20_000 }, (_none, index) =>
    concern(`Router r${index} keeps 203.0.113.${index} outside.`, { code: 'router-address' }),
  );
  const texts = renderConcerns([...concerns, concern('Server web1 is rebuilt.')], PLAIN);
  expect(texts).toHaveLength(12);
  expect(texts.at(-1)).toBe('warning: 19990 more of the kind router-address (-o json shows all).');
});
