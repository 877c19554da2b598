import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { isRetryable, toFailure } from '../../../src/activities/failure.ts';
import { DatabaseError } from '../../../src/errors/database.ts';
import type { DatabaseProblem } from '../../../src/errors/database.ts';
import {
  AmbiguousError,
  BlockedError,
  ConflictError,
  DeadlineError,
  ResourceFailedError,
  UnsupportedError,
  UsageError,
  VerificationError,
} from '../../../src/errors/migration.ts';
import { OpenStackError } from '../../../src/errors/openstack.ts';
import type { OpenStackErrorFacts } from '../../../src/errors/openstack.ts';

function answered(
  status: number | undefined,
  facts: Partial<OpenStackErrorFacts> = {},
): OpenStackError {
  return new OpenStackError({
    cloud: 'old',
    service: 'compute',
    method: 'GET',
    url: '/servers',
    detail: 'x',
    ...(status === undefined ? {} : { status }),
    ...facts,
  });
}

test.each([
  UsageError,
  BlockedError,
  AmbiguousError,
  ConflictError,
  VerificationError,
  UnsupportedError,
  ResourceFailedError,
  DeadlineError,
])('%o is for a person: it is not tried again', (Kind) => {
  const failure = toFailure(new Kind('words')) as ApplicationFailure;
  expect(failure).toMatchObject({ message: 'words', type: new Kind('').name, nonRetryable: true });
});

test.each([undefined, 401, 408, 429, 500, 502, 503, 504])(
  'a cloud’s answer %s is tried again',
  (status) => {
    expect(isRetryable(answered(status))).toBe(true);
    expect(toFailure(answered(status))).toMatchObject({
      nonRetryable: false,
      type: 'OpenStackError',
    });
  },
);

test.each([400, 403, 404, 409, 413])('a cloud’s answer %s is not tried again', (status) => {
  expect(isRetryable(answered(status))).toBe(false);
  expect(toFailure(answered(status))).toMatchObject({ nonRetryable: true });
});

test.each<[DatabaseProblem, boolean]>([
  ['unreachable', true],
  ['failed', true],
  ['refused', false],
  ['untrusted', false],
  ['forbidden', false],
  ['unknown-schema', false],
])('a database that is %s is tried again: %s', (problem, again) => {
  const error = new DatabaseError({ cloud: 'old', place: 'db1', problem, detail: 'x' });
  expect(isRetryable(error)).toBe(again);
});

test('Retry-After says when it is tried again', () => {
  expect(toFailure(answered(429, { retryAfterMs: 7000 }))).toMatchObject({ nextRetryDelay: 7000 });
  expect(
    (toFailure(answered(429)) as ApplicationFailure).nextRetryDelay ?? undefined,
  ).toBeUndefined();
});

test('a bug is tried again: a fixed worker may take it over', () => {
  expect(toFailure(new TypeError('x is undefined'))).toMatchObject({
    nonRetryable: false,
    type: 'TypeError',
  });
  expect(toFailure('words')).toMatchObject({ nonRetryable: false, message: 'words' });
});

test('of a cause only the words are kept: its fields may hold a request with secrets', () => {
  const cause = Object.assign(new Error('socket hang up'), {
    config: { headers: { 'X-Auth-Token': 'secret' } },
  });
  const failure = toFailure(answered(undefined, { cause }));
  expect(failure.cause?.message).toBe('socket hang up');
  expect(Object.keys(failure.cause ?? {})).not.toContain('config');
  expect(JSON.stringify(failure.cause)).not.toContain('secret');
  expect(failure.cause?.stack).toBeUndefined();
});

test('what is a failure already stays as it is', () => {
  const failure = ApplicationFailure.nonRetryable('x');
  const cancelled = new CancelledFailure('y');
  expect(toFailure(failure)).toBe(failure);
  expect(toFailure(cancelled)).toBe(cancelled);
});
