import type { Concern } from './concern.ts';
import type { Outcome, Phase } from './phase.ts';

/** How one server's migration ended. */
export interface ServerResult {
  readonly id: string;
  readonly name: string;
  /** Source project id. */
  readonly project: string;
  readonly outcome: Outcome;
  readonly destinationId?: string;
  /** From the first change of the source until the destination was verified, in milliseconds. */
  readonly downtimeMs?: number;
  readonly durationMs: number;
  /** What failed, on what, and what to do: absent when nothing failed. */
  readonly error?: string;
  /** Warnings of the verification and what could not be undone. */
  readonly concerns: readonly Concern[];
}

/** Where a server's migration stands; the server workflow's `progress` query. */
export interface ServerProgress {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly phase: Phase;
  readonly error?: string;
  /** What is being waited for, in words a person understands. */
  readonly detail: string;
}

/** A meta-resource that could not be copied. */
export interface FailedItem {
  readonly key: string;
  readonly name: string;
  readonly error: string;
}

/** The bounded summary a project or migration workflow keeps and answers. */
export interface Summary {
  readonly servers: Readonly<Partial<Record<Outcome, number>>>;
  readonly waiting: number;
  readonly running: number;
  /** Meta-resources made, and found equal. */
  readonly created: number;
  readonly reused: number;
  /** At most 100 each. */
  readonly failedItems: readonly FailedItem[];
  /** So many more failed: they were too many to be named. */
  readonly moreFailedItems?: number;
  readonly failedServers: readonly ServerResult[];
  /** Folded (fold-concerns.ts). */
  readonly concerns: readonly Concern[];
  /** The kinds of what its plan makes. */
  readonly kinds?: readonly string[];
  /** Told by a running migration only: it begins no more servers. */
  readonly paused?: true;
}
