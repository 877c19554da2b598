import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/common';
import { printable } from '../model/printable.ts';

/** Results and histories hold texts of at most this length. */
const LONGEST = 600;

/** The cause of a failed step in the words of who failed, without Temporal's wrapping. */
export function failureText(error: unknown): string {
  return printable(unwrapped(error)).slice(0, LONGEST);
}

function unwrapped(error: unknown): string {
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) {
    return unwrapped(error.cause ?? error.message);
  }
  if (error instanceof TimeoutFailure) {
    const last = error.cause === undefined ? '' : ` The last try: ${unwrapped(error.cause)}`;
    return `It did not end within its time.${last}`;
  }
  if (error instanceof ApplicationFailure || error instanceof Error) return error.message;
  return String(error);
}
