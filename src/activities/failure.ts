import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { DatabaseError } from '../errors/database.ts';
import { DeadlineError, ResourceFailedError } from '../errors/migration.ts';
import { OpenStackError, hasStatus, isTransient } from '../errors/openstack.ts';

/**
 * Any error as the Temporal failure that says whether to try again. What a person must change first (a conflict, a
 * quota, a wrong spec) is not retried; an API that does not answer is, when it says so.
 */
export function toFailure(error: unknown): ApplicationFailure | CancelledFailure {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  if (!(error instanceof Error)) return ApplicationFailure.retryable(String(error), 'Unknown');
  const cause = causeOf(error);
  return ApplicationFailure.create({
    message: error.message,
    type: error.name,
    nonRetryable: !isRetryable(error),
    ...(error instanceof OpenStackError && error.retryAfterMs !== undefined
      ? { nextRetryDelay: error.retryAfterMs }
      : {}),
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Errors that say what a person must do; the rest (bugs, sockets) may pass by themselves. */
const FINAL = new Set([
  'UsageError',
  'BlockedError',
  'AmbiguousError',
  'ConflictError',
  'VerificationError',
  'UnsupportedError',
  'ResourceFailedError',
  'DeadlineError',
]);

export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if (FINAL.has(error.name)) return false;
  if (error instanceof DatabaseError) return error.transient;
  // 401: the login was renewed once already, yet Keystone may have been the one that failed.
  if (error instanceof OpenStackError) return isTransient(error) || hasStatus(error, 401);
  return true;
}

/** For what brings things back: neither slowness nor one failed try of a cloud is a reason to give up. */
export function patiently<T>(work: () => Promise<T>): Promise<T> {
  return againAfter(
    (error) => error instanceof DeadlineError || error instanceof ResourceFailedError,
    work,
  );
}

/** For what is taken away with nobody waiting for it: Keystone's 409 tells of another change in the same moment. */
export function unlessConflicting<T>(work: () => Promise<T>): Promise<T> {
  return againAfter((error) => hasStatus(error, 409), work);
}

/** Such an error, final elsewhere, leaves as a failure to try again after. */
async function againAfter<T>(such: (error: Error) => boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !such(error)) throw error;
    throw ApplicationFailure.retryable(error.message, error.name);
  }
}

/** Only the words of a cause: its fields (an HTTP client's error) may hold a request with secrets. */
function causeOf(error: Error): Error | undefined {
  const { cause } = error;
  if (!(cause instanceof Error)) return undefined;
  const words = new Error(cause.message);
  words.name = cause.name;
  delete words.stack;
  return words;
}
