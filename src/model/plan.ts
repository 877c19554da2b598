import type { Concern } from './concern.ts';

/** What `migrate` would do with one resource. `skip`: left out on the operator's word. */
export type Action = 'create' | 'reuse' | 'skip' | 'blocked';

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
}

/** What would happen, in the order it would happen. */
export interface Plan {
  readonly migration: string;
  readonly source: string;
  readonly destination: string;
  readonly items: readonly PlanItem[];
  readonly concerns: readonly Concern[];
}
