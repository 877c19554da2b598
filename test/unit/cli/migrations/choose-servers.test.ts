import { expect, test } from 'vitest';
import { chooseServers } from '../../../../src/cli/migrations/choose-servers.ts';

const ALL = [
  { id: '1', name: 'web' },
  { id: '2', name: 'web' },
  { id: '3', name: 'db' },
];

test('servers are chosen by name or id, each once', () => {
  expect(chooseServers(ALL, ['db', '3', '1'], 'acme').map(({ id }) => id)).toEqual(['3', '1']);
});

test('a name of two servers asks for the id', () => {
  expect(() => chooseServers(ALL, ['web'], 'acme')).toThrow(
    '2 servers are called web: say which by its id: 1, 2',
  );
});

test('an unknown server is told with where to look', () => {
  expect(() => chooseServers(ALL, ['mail'], 'acme')).toThrow('pumphouse status acme');
});
