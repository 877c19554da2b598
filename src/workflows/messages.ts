import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import type { NamedId } from '../model/reference.ts';
import type { ServerProgress, ServerResult, Summary } from '../model/report.ts';
import type { PlanSeal } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';

/** Workflow type `migration`, id `migration/<name>`; its result is a Summary. */
export interface MigrationInput {
  readonly spec: Spec;
  /** Source server ids to narrow the selection to: a retry of an ended migration. */
  readonly only?: readonly string[];
  /** With `only`: what the migration copies for itself, not for a server, all the same, since some of it failed. */
  readonly others?: boolean;
  /** Of a plan that was saved: where the clouds are no longer so, it stops before it changes anything. */
  readonly seal?: PlanSeal;
}

/** Workflow type `project`, id `project/<migration>/<project id>`; its result is a Summary. */
export interface ProjectInput {
  readonly spec: Spec;
  readonly project: NamedId;
  /** The shared meta-resources, already in the destination. */
  readonly ids: IdMap;
  /** Keys of the shared ones that could not be copied: what needs them fails. */
  readonly failed: readonly string[];
  readonly only?: readonly string[];
  /** Begins no server until it is resumed. */
  readonly paused?: boolean;
  /** Of its runs before a retry, concerns that count what they leave out: those still count. */
  readonly told?: readonly Concern[];
  /** What a run before this one (continue-as-new) left to do. */
  readonly carried?: CarriedProject;
}

export interface CarriedProject {
  readonly ids: IdMap;
  /** What the numbers in `WaitingServer.needs` point into. */
  readonly keys: readonly string[];
  readonly waiting: readonly WaitingServer[];
  readonly running: readonly WaitingServer[];
  /** Ids of running servers that wait for a person: they take no place in the window. */
  readonly parked: readonly string[];
  readonly again: readonly WaitingServer[];
  readonly ended: readonly WaitingServer[];
  readonly summary: Summary;
  readonly paused: boolean;
  readonly window: number;
}

export interface WaitingServer extends NamedId {
  /** Indexes into the project's keys: the meta-resources it needs. */
  readonly needs: readonly number[];
  /** It has told its end to this project, and is tried again. */
  readonly again?: true;
}

/** Workflow type `copy`, id `copy/<destination cloud>`: one at a time for each destination. */
export interface CopyInput {
  readonly spec: Spec;
  readonly levels: readonly (readonly CopyItem[])[];
  readonly ids: IdMap;
  /** What the items' `needs` point into: reference keys. */
  readonly order?: readonly string[];
}

/** Workflow type `server`, id `server/<source cloud>/<server id>`; its result is a ServerResult. */
export interface ServerInput {
  readonly spec: Spec;
  readonly project: NamedId;
  readonly server: NamedId;
  /** Of the meta-resources it needs. */
  readonly ids: IdMap;
  /** The project workflow to tell when it ends. */
  readonly parent?: string;
}

/** To a migration, project or copy workflow. */
export const summaryQuery = defineQuery<Summary>('summary');

// --- to a migration or project workflow ---
/** No new server is begun until `resume`; what runs goes on. */
export const pauseUpdate = defineUpdate<void>('pause');
export const resumeUpdate = defineUpdate<void>('resume');
/** Servers of a project under way at once, from now on. */
export const setWindowUpdate = defineUpdate<void, [number]>('setWindow');
/** Migrates servers that ended without success once more. To the migration workflow. */
export const retryUpdate = defineUpdate<void, [RetryRequest]>('retry');

export interface RetryRequest {
  /** Source server ids; empty means every one that failed. */
  readonly servers: readonly string[];
  /** Replaces the spec (changed mappings) for what is begun from now on. */
  readonly spec?: Spec;
}

// --- to a server workflow ---
export const progressQuery = defineQuery<ServerProgress>('progress');
/** Opens a gate the spec names in `server.approve`. */
export const approveUpdate = defineUpdate<void, ['cutover' | 'retire']>('approve');
/** Decides about a held server, or one that waits at a gate (not `retry` there). */
export const decideUpdate = defineUpdate<void, [Decision]>('decide');

export interface Decision {
  readonly action: 'retry' | 'skip' | 'rollback';
  /** With `retry`: replaces the spec (changed mappings). */
  readonly spec?: Spec;
}

// --- between workflows ---
export const serverEndedSignal = defineSignal<[ServerResult]>('serverEnded');
/** A server waits for a person, or no longer does. */
export const serverParkedSignal = defineSignal<[string, boolean]>('serverParked');
export const pausedSignal = defineSignal<[boolean]>('paused');
export const windowSignal = defineSignal<[number]>('window');
export const retrySignal = defineSignal<[RetryRequest]>('retryServers');
