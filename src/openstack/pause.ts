import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** @throws the signal's reason */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return sleep(ms);
  return sleep(ms, undefined, { signal }).catch((error: unknown) => {
    throw signal.aborted ? (signal.reason as Error) : error;
  });
}

/** The promise, or the signal's reason as soon as that fires; the work behind it goes on for others. */
export async function unlessAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  if (signal.aborted) {
    promise.catch(() => {});
    throw signal.reason;
  }
  const settled = new AbortController();
  const aborted = once(signal, 'abort', { signal: settled.signal }).then(
    () => {
      throw signal.reason;
    },
    // The promise was first: nobody looks any more.
    () => promise,
  );
  return Promise.race([promise, aborted]).finally(() => settled.abort());
}
