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
    'warning: Server gw1 is rebuilt.\n  The same: web1, web2.\n  → Keep it.',
  ]);
});

test('the same name in the remedy, and an address of each, are no other message', () => {
  const users = ['anna', 'bela'].map((name) =>
    concern(`The user ${name} has no password.`, { remedy: `Set one: user set ${name}` }),
  );
  expect(renderConcerns(users, PLAIN)).toEqual([
    'warning: The user anna has no password.\n  The same: bela.\n  → Set one: user set anna',
  ]);
  const routers = ['192.0.2.1', '192.0.2.2'].map((address, index) =>
    concern(`Router r${index} keeps ${address} outside: two answer.`),
  );
  expect(renderConcerns(routers, PLAIN)).toEqual([
    'warning: Router r0 keeps 192.0.2.1 outside: two answer.\n  The same: r1 (192.0.2.2).\n  → Keep it.',
  ]);
});

test('what each project says again in the same words is told once', () => {
  const concerns = ['front', 'back', 'front', 'back'].map((name) =>
    concern(`Network ${name} is a segment of its own.`),
  );
  expect(renderConcerns(concerns, PLAIN)).toEqual([
    'warning: Network back is a segment of its own.\n  The same: front.\n  → Keep it.',
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
    concern(`Router r${index} keeps line${index} outside.`, { code: 'router-address' }),
  );
  const texts = renderConcerns([...concerns, concern('Server web1 is rebuilt.')], PLAIN);
  expect(texts).toHaveLength(12);
  expect(texts.at(-1)).toBe('warning: 19990 more of the kind router-address (-o json shows all).');
});
