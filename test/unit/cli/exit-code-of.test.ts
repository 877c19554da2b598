import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-code-of.ts';
import { errorText } from '../../../src/cli/error-text.ts';
import { RefusedError } from '../../../src/errors/command.ts';
import { DatabaseError } from '../../../src/errors/database.ts';
import type { DatabaseProblem } from '../../../src/errors/database.ts';
import { BlockedError, UnsupportedError, UsageError } from '../../../src/errors/migration.ts';
import { OpenStackError } from '../../../src/errors/openstack.ts';
import { UnreachableError } from '../../../src/errors/temporal.ts';

function openStack(status: number | undefined, url: string): OpenStackError {
  return new OpenStackError({
    cloud: 'east',
    service: 'identity',
    method: 'POST',
    url,
    detail: 'no',
    ...(status === undefined ? {} : { status }),
  });
}

function database(problem: DatabaseProblem): DatabaseError {
  return new DatabaseError({ cloud: 'east', place: 'db1:3306/keystone', problem, detail: 'no' });
}

const LOGIN = 'http://east/v3/auth/tokens';
const SERVERS = 'http://east/servers';
const unavailable = Object.assign(new Error('14 UNAVAILABLE'), { code: 14, metadata: {} });

test.each([
  ['a wrong spec', new UsageError('x'), 2],
  ['a cloud or server that lacks a feature', new UnsupportedError('x'), 2],
  ['a blocker', new BlockedError('x'), 3],
  ['no answer of a cloud', openStack(undefined, SERVERS), 5],
  ['a refused login', openStack(401, LOGIN), 5],
  ['a login that is forbidden', openStack(403, LOGIN), 5],
  ['a forbidden call', openStack(403, SERVERS), 1],
  ['an API that fails', openStack(500, SERVERS), 1],
  ['a database that does not answer', database('unreachable'), 5],
  ['a statement that fails', database('failed'), 1],
  ['no Temporal', new UnreachableError('x'), 5],
  ['a Temporal that goes away', new Error('list failed', { cause: unavailable }), 5],
  ['a migration that is running already', new RefusedError('x'), 6],
  ['a wrong flag', new CommanderError(1, 'commander.unknownOption', 'x'), 2],
  ['the help', new CommanderError(0, 'commander.helpDisplayed', 'x'), 0],
  ['a bug', new TypeError('x'), 1],
  ['something thrown that is no error', 'x', 1],
])('%s has its exit code', (_what, error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});

test('an error of ours is told in its own words, without those of a library', () => {
  const error = new RefusedError('acme runs', { cause: new Error('ALREADY_EXISTS') });
  expect(errorText(error)).toBe('acme runs');
});

test('an unknown error is told with its causes', () => {
  expect(errorText(new Error('outer', { cause: new Error('inner') }))).toBe('outer: inner');
});

test('a Temporal that goes away is told with what to do', () => {
  expect(errorText(new Error('list failed', { cause: unavailable }))).toContain(
    'pumphouse temporal',
  );
});

test('a login that fails is told with what to correct, another call without', () => {
  expect(errorText(openStack(401, LOGIN))).toMatch(
    /401: no; correct user, password, domain and project of east in clouds\.yaml .*`pumphouse clouds east`/,
  );
  expect(errorText(openStack(undefined, LOGIN))).toContain('; correct auth_url of east in clouds');
  expect(errorText(openStack(403, SERVERS))).toMatch(/403: no$/);
});
