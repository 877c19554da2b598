import { expect, test } from 'vitest';
import { AmbiguousError } from '../../../src/errors/migration.ts';
import { mappedName, mappedTo } from '../../../src/resources/mapped.ts';

test('a mapping speaks of its own kind alone', () => {
  const mappings = { flavor: { small: 'like.small' } };
  expect(mappedTo(mappings, 'flavor', { id: 'f', name: 'small' })).toBe('like.small');
  expect(mappedTo(mappings, 'image', { id: 'f', name: 'small' })).toBeUndefined();
});

test('patterns that contradict each other are refused with what each of them says', () => {
  const mappings = { user: { 'team-*': 'a-*', '*-lead': 'b-*' } };
  const find = (): unknown => mappedTo(mappings, 'user', { id: 'u1', name: 'team-lead' });
  expect(find).toThrow(AmbiguousError);
  expect(find).toThrow('several patterns speak of team-lead: team-*: a-lead, *-lead: b-team');
  expect(find).toThrow('u1');
});

test('an availability zone is mapped by its name, by patterns too', () => {
  expect(
    mappedName({ 'availability-zone': { 'old-*': 'az-*' } }, 'availability-zone', 'old-1'),
  ).toBe('az-1');
});
