import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  RetryState,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { expect, test } from 'vitest';
import { failureText } from '../../../src/workflows/failure-text.ts';

const ofActivity = (cause: Error): ActivityFailure =>
  new ActivityFailure(
    'Activity task failed',
    'createServer',
    '1',
    RetryState.TIMEOUT,
    'worker',
    cause,
  );

test('a failure is told in the words of who failed, however deep they lie', () => {
  const words = ApplicationFailure.nonRetryable('new: no valid host');
  const child = new ChildWorkflowFailure(
    'default',
    { workflowId: 'w', runId: 'r' },
    'copy',
    RetryState.TIMEOUT,
    ofActivity(words),
  );
  expect(failureText(ofActivity(words))).toBe('new: no valid host');
  expect(failureText(child)).toBe('new: no valid host');
});

test('a step that ran out of time is told with the failure of its last try', () => {
  const last = ApplicationFailure.retryable('new: 503');
  expect(
    failureText(
      ofActivity(new TimeoutFailure('timeout', undefined, TimeoutType.SCHEDULE_TO_CLOSE)),
    ),
  ).toBe('It did not end within its time.');
  const timeout = new TimeoutFailure('timeout', undefined, TimeoutType.SCHEDULE_TO_CLOSE);
  Object.assign(timeout, { cause: last });
  expect(failureText(ofActivity(timeout))).toBe(
    'It did not end within its time. The last try: new: 503',
  );
});

test('a text of any length is cut: histories hold it', () => {
  expect(failureText(new Error('x'.repeat(5000)))).toHaveLength(600);
  expect(failureText('words')).toBe('words');
});
