import { expect, test } from 'vitest';
import { stateConcern } from '../../../../src/resources/server/states.ts';

const severity = (status: string, taskState: string | null = null): string | undefined =>
  stateConcern({ status, taskState })[0]?.severity;

test.each(['ACTIVE', 'SHUTOFF'])('%s is moved without a word', (status) => {
  expect(stateConcern({ status, taskState: null })).toEqual([]);
});

test.each(['PAUSED', 'SUSPENDED'])('%s is moved without its memory', (status) => {
  expect(severity(status)).toBe('warning');
});

test.each([
  'SHELVED',
  'SHELVED_OFFLOADED',
  'RESCUE',
  'VERIFY_RESIZE',
  'RESIZE',
  'ERROR',
  'BUILD',
  'SOFT_DELETED',
  'MIGRATING',
  'REBOOT',
  'UNKNOWN',
])('%s is not moved', (status) => {
  expect(severity(status)).toBe('blocker');
});

test('a task under way is a blocker, whatever the status', () => {
  expect(severity('ACTIVE', 'powering-off')).toBe('blocker');
});
