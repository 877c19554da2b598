import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import type { NamedId } from '../model/reference.ts';

/** What a workflow knows of a resource to copy. Its kind is a word without meaning there. */
export interface CopyItem {
  readonly key: string;
  readonly name: string;
  /** Copied one an activity, on the transfer queue. */
  readonly bulk: boolean;
  /** What its copy must know the destination ids of: indexes into the plan's `order`. Absent: into nothing, all are told. */
  readonly needs?: readonly number[];
}

export interface PlannedProject extends NamedId {
  /** The servers it has in the plan, where those are not for its own survey to find: what came since is left alone. */
  readonly only?: readonly string[];
  /** Of `forProjects`, what its own servers need: indexes into it. Absent: all. */
  readonly needs?: readonly number[];
}

export interface MigrationPlan {
  /** What servers of several projects need, level by level. */
  readonly levels: readonly (readonly CopyItem[])[];
  readonly ids: IdMap;
  /** Those that have servers to migrate. */
  readonly projects: readonly PlannedProject[];
  readonly concerns: readonly Concern[];
  readonly reused: number;
  /** What `CopyItem.needs` points into: reference keys. */
  readonly order?: readonly string[];
  /** The keys of which the projects' servers need the ids. */
  readonly forProjects?: readonly string[];
  /** Projects in which something is made with a token of theirs, before their own runs. */
  readonly entered?: readonly NamedId[];
  /** Concerns of what no project's survey sees. */
  readonly ownConcerns?: readonly Concern[];
  /** The kinds of what it makes. */
  readonly kinds?: readonly string[];
}

export interface ProjectPlan extends Omit<MigrationPlan, 'projects'> {
  /** Every meta-resource the servers need; `needs` are indexes into it. */
  readonly keys: readonly string[];
  readonly servers: readonly (NamedId & { readonly needs: readonly number[] })[];
  /** Servers that had been migrated before. */
  readonly migrated: number;
}
