import { DeadlineError, ResourceFailedError } from '../errors/migration.ts';
import { pause } from './pause.ts';

export interface WaitOptions<Value> {
  /** What is waited for, for the message: `server web-1 (id) in cloud dst to be ACTIVE`. */
  readonly what: string;
  readonly read: () => Promise<Value>;
  readonly done: (value: Value) => boolean;
  /** Why waiting longer is in vain; undefined while it is not. */
  readonly failed?: (value: Value) => string | undefined;
  /** For the deadline's message: the state it was left in. */
  readonly describe?: (value: Value) => string;
  /** Milliseconds from now. */
  readonly deadlineMs: number;
  /** Milliseconds between two reads. */
  readonly intervalMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads until it is done, at least once. Errors of `read` pass through.
 * @throws DeadlineError, ResourceFailedError, the signal's reason
 */
export async function waitUntil<Value>(options: WaitOptions<Value>): Promise<Value> {
  const { what, read, done, failed, describe, deadlineMs, intervalMs, signal } = options;
  const end = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    const value = await read();
    if (done(value)) return value;
    const reason = failed?.(value);
    if (reason !== undefined) throw new ResourceFailedError(`waited for ${what}: ${reason}`);
    const left = end - performance.now();
    if (left <= 0) {
      const state = describe === undefined ? '' : `: ${describe(value)}`;
      throw new DeadlineError(`waited ${deadlineMs / 1000} s for ${what}${state}`);
    }
    await pause(Math.min(intervalMs, left), signal);
  }
}
