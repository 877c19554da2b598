import type { Concern } from './concern.ts';

/** What `migrate` would do with one resource. `skip`: left out on the operator's word. */
export type Action = 'create' | 'reuse' | 'skip' | 'blocked';

/** The reason of an item that is known by its natural key alone: neither we nor the spec say that it is the same. */
export const ALREADY_THERE = 'already there';

export interface PlanItem {
  /** Reference key of the source resource. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  /** Source id of the owning project, where the kind has one. */
  readonly project?: string;
  /** Reference keys that must exist in the destination first. */
  readonly dependsOn: readonly string[];
  readonly action: Action;
  /** Why: "made by migration acme", "mapped by the spec", "same id, equal". */
  readonly reason: string;
  readonly destinationId?: string;
  /** Of what is to be made: short hashes of its source attributes (no secrets), by name, which tell whether it is still the same. */
  readonly content?: Readonly<Record<string, string>>;
  /** How much data its copy moves, where it is to be made. */
  readonly bytes?: number;
  /** Of a server to be moved: it runs, so the move takes it out of service for a while. */
  readonly running?: true;
}

/** What would happen, in the order it would happen. */
export interface Plan {
  readonly migration: string;
  readonly source: string;
  readonly destination: string;
  readonly items: readonly PlanItem[];
  readonly concerns: readonly Concern[];
}

/** What a plan was when it was saved, small enough for a workflow's input. Made and compared in activities/plan-seal.ts. */
export interface PlanSeal {
  /** Over what becomes of every item, and the warnings that are promises (plan-promise.ts). */
  readonly digest: string;
  /** A short hash of each of these, in their order, without separators: which of them changed since can be told. */
  readonly items: string;
}

/** What a migration will take, as far as can be told beforehand: from rates that were measured elsewhere (model/rates.ts). */
export interface Estimate {
  /** Data to move. */
  readonly bytes: number;
  /** From its start to its end, in milliseconds, without waiting for a person. */
  readonly durationMs: number;
  /** Servers that run, and will be out of service for a while. */
  readonly running: number;
  /** How long each of these, in milliseconds. */
  readonly downtimeMs: number;
}
