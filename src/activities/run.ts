import { cancellationSignal, heartbeat, activityInfo } from '@temporalio/activity';
import type { Info } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isAbort } from '../errors/abort.ts';
import { toFailure } from './failure.ts';

/** What an activity knows of its own execution. */
export interface Run {
  readonly signal: AbortSignal;
  /** Counts from 1; above 1 an earlier attempt failed or died. */
  readonly attempt: number;
  /** What the next heartbeat says: shown in the CLI and in the Web UI. Never a secret. */
  readonly report: (details: unknown) => void;
}

/** Well below the heartbeat timeout of workflows/proxies.ts, so that a dead worker is noticed in seconds. */
const HEARTBEAT_MS = 3000;
/** An attempt ends so long before Temporal ends it, or does not begin: its own error says which call had no answer. */
function marginOf({ scheduleToCloseTimeoutMs }: Info): number {
  return Math.min(Math.max(0.05 * scheduleToCloseTimeoutMs, 3000), 10_000);
}

/**
 * Runs an activity's work with a steady heartbeat: a killed worker is noticed soon, and a cancellation
 * reaches `signal`. Every error leaves as the failure that says whether to try again.
 */
export async function running<T>(work: (run: Run) => Promise<T>): Promise<T> {
  let details: unknown = activityInfo().heartbeatDetails;
  const timer = setInterval(() => heartbeat(details), HEARTBEAT_MS);
  const cancelled = cancellationSignal();
  const before = failureBefore();
  const time = startTime();
  if (time.left <= 0 && before !== undefined) throw last(before);
  const signal = AbortSignal.any([cancelled, time.isOver]);
  try {
    heartbeat(details);
    return await work({
      signal,
      attempt: activityInfo().attempt,
      report: (next) => {
        details = next;
        heartbeat(details);
      },
    });
  } catch (error) {
    // A cancellation leaves as it came: pause, reset and shutdown are told apart by the server.
    if (cancelled.aborted) throw cancelled.reason;
    // Cut off between two calls it has no words of its own: those of the attempt before are told.
    const failure = (isAbort(error) ? before : undefined) ?? toFailure(error);
    if (time.isOver.aborted) throw last(failure);
    remember(failure);
    throw failure;
  } finally {
    clearInterval(timer);
    time.stop();
  }
}

type Failure = ReturnType<typeof toFailure>;

/** How attempts of this process failed, by activity: as many as may be under way. */
const failures = new Map<string, Failure>();
const MOST_FAILURES = 1000;

function remember(failure: Failure): void {
  failures.set(thisActivity(), failure);
  const [oldest] = failures.keys();
  if (failures.size > MOST_FAILURES && oldest !== undefined) failures.delete(oldest);
}

/** How the attempt before this one failed, where it ran in this process. */
function failureBefore(): Failure | undefined {
  return failures.get(thisActivity());
}

function thisActivity(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId ?? ''}/${activityId}`;
}

/** Asks for a pause that there is no time for: Temporal then ends with this failure, where another attempt would end in a bare timeout. */
function last(failure: Failure): Failure {
  if (!(failure instanceof ApplicationFailure)) return failure;
  const { message, type, nonRetryable, cause } = failure;
  return ApplicationFailure.create({
    message,
    nonRetryable: nonRetryable === true,
    nextRetryDelay: 2 * marginOf(activityInfo()),
    ...(type && { type }),
    ...(cause && { cause }),
  });
}

interface Time {
  /** Milliseconds. */
  readonly left: number;
  readonly isOver: AbortSignal;
  readonly stop: () => void;
}

/** Over shortly before the activity's schedule-to-close timeout. By the server's clock: a worker's may be far off. */
function startTime(): Time {
  const info = activityInfo();
  const spent = info.currentAttemptScheduledTimestampMs - info.scheduledTimestampMs;
  const left = info.scheduleToCloseTimeoutMs - spent - marginOf(info);
  const controller = new AbortController();
  const end = (): void =>
    controller.abort(new DOMException('no answer within its time', 'TimeoutError'));
  // The first attempt in this process has nothing else to tell: it tries for what is left.
  const timer = left > 0 ? setTimeout(end, left) : undefined;
  return { left, isOver: controller.signal, stop: () => clearTimeout(timer) };
}
