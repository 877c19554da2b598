import { expect, test } from 'vitest';
import type { Concern } from '../../../src/model/concern.ts';
import { foldConcerns, notCounted, numberOf } from '../../../src/model/fold-concerns.ts';

const MOST = 50;

function concern(message: string, parts: Partial<Concern> = {}): Concern {
  const [, name = ''] = message.split(' ');
  return {
    severity: 'warning',
    code: 'rebuilt',
    subject: `server/${name}`,
    message,
    remedy: 'Keep it.',
    ...parts,
  };
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_none, index) => make(index));

test('what is the same of many is one concern with their names, and hides no graver one', () => {
  const infos = many(60, (index) => concern(`Server s${index} is locked.`, { severity: 'info' }));
  const warnings = many(130, (index) => concern(`Server s${index} is rebuilt.`));
  const blocker = concern('Server db has a volume.', { severity: 'blocker', code: 'volume' });
  const folded = foldConcerns([...infos, ...warnings, blocker], MOST);
  expect(folded.map(({ severity }) => severity)).toEqual(['blocker', 'warning', 'info']);
  expect(folded[0]).toEqual(blocker);
  expect(folded[1]).toMatchObject({ message: 'Server s0 is rebuilt.', name: 's0' });
  const others = many(129, (index) => `s${index + 1}`);
  expect(folded[1]?.others).toEqual(others.toSorted());
  expect(folded[2]?.others).toHaveLength(59);
  expect(numberOf(folded)).toBe(191);
});

test('folding what is folded already adds to it, and tells nobody twice', () => {
  const parts = [['a', 'b', 'c'], ['b', 'd'], ['e']].map((names) =>
    foldConcerns(
      names.map((name) => concern(`Server ${name} is rebuilt.`)),
      MOST,
    ),
  );
  const [all, ...rest] = foldConcerns(parts.flat(), MOST);
  expect(rest).toEqual([]);
  expect([all?.name ?? '', ...(all?.others ?? [])].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  // What differs in another word than its name is something else.
  const other = concern('Server a is gone.');
  expect(foldConcerns([...(all ? [all] : []), other], MOST)).toHaveLength(2);
});

test('kinds of resources, codes and severities are kept apart', () => {
  const one = concern('Server a is blocked.');
  const others = [
    concern('Port a is blocked.', { subject: 'port/a' }),
    concern('Server b is blocked.', { code: 'other' }),
    concern('Server c is blocked.', { severity: 'blocker' }),
  ];
  expect(foldConcerns([one, ...others], MOST)).toHaveLength(4);
});

test('where there are too many, what else they say stands with the names', () => {
  const hostnames = many(130, (index) =>
    concern(`Server s${index} has the hostname h${index}: its copy gets g${index}, here.`, {
      code: 'hostname',
    }),
  );
  expect(foldConcerns(hostnames.slice(0, MOST), MOST)).toHaveLength(MOST);
  const other = concern('Server x is rebuilt.');
  const [first, ...rest] = foldConcerns([...hostnames, other], MOST);
  expect(rest).toEqual([other]);
  expect(first?.others).toHaveLength(129);
  expect(first?.others).toEqual(expect.arrayContaining(['s1 (h1, g1)', 's129 (h129, g129)']));
});

test('what no fold makes fewer is cut: of each code one stays, with the number of the others', () => {
  const alone = many(130, (index) => concern(`Server s${index} ${'word '.repeat(index)}end.`));
  const codes = many(20, (index) => concern(`It is ${index}`, { code: `code-${index}` }));
  const folded = foldConcerns([...alone, ...codes], MOST);
  expect(folded.length).toBeLessThanOrEqual(MOST + 20);
  expect(numberOf(folded)).toBe(150);
  expect(folded.find(({ more }) => more)).toMatchObject({ code: 'rebuilt', more: 100 });
  expect(new Set(folded.map(({ code }) => code)).size).toBe(21);
  expect(numberOf(foldConcerns([...folded, ...folded.slice(0, 1)], MOST))).toBeGreaterThanOrEqual(
    150,
  );
});

test('a list of thousands fits into a payload, and counts whom it does not name', () => {
  const all = many(40, (code) =>
    many(500, (index) => concern(`Server s${index} is ${code}.`, { code: `code-${code}` })),
  ).flat();
  const folded = foldConcerns(all, MOST);
  expect(numberOf(folded)).toBe(all.length);
  expect(folded.flatMap(({ others = [] }) => others)).toHaveLength(600);
  expect(JSON.stringify(folded).length).toBeLessThan(100_000);
});

test('what is told again counts once, also those that are left out', () => {
  const alike = many(3000, (index) => concern(`Server s${index} is rebuilt.`));
  const alone = many(130, (index) => concern(`Port ${'word '.repeat(index)}end.`, { code: 'x' }));
  const told = foldConcerns([...alike, ...alone], MOST);
  expect(told.filter(({ more }) => more)).toHaveLength(2);
  expect(foldConcerns([...told, ...notCounted(told, told)], 2 * MOST)).toEqual(told);
  const [first] = foldConcerns(alike, MOST);
  const [later] = notCounted(first ? [{ ...first, more: 5000 }] : [], told);
  expect(later?.more).toBe(5000 - (first?.more ?? 0));
  // Of another run nothing is known.
  expect(notCounted(told, [])).toEqual(told);
});
