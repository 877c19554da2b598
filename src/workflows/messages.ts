import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { IdMap } from '../model/id-map.ts';
import type { ServerProgress, ServerResult, Summary } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';

/** Workflow type `migration`, id `migration/<name>`; its result is a Summary. */
export interface MigrationInput {
  readonly spec: Spec;
  /** Source server ids to narrow the selection to: a retry of an ended migration. */
  readonly only?: readonly string[];
}

/** Workflow type `project`, id `project/<migration>/<project id>`; its result is a Summary. */
export interface ProjectInput {
  readonly spec: Spec;
  readonly project: { readonly id: string; readonly name: string };
  /** The shared meta-resources, already in the destination. */
  readonly ids: IdMap;
  readonly only?: readonly string[];
  /** What a run before this one (continue-as-new) left to do. */
  readonly carried?: CarriedProject;
}

export interface CarriedProject {
  readonly ids: IdMap;
  readonly waiting: readonly ServerReference[];
  readonly running: readonly ServerReference[];
  readonly summary: Summary;
  readonly paused: boolean;
  readonly window: number;
  readonly roleGranted: boolean;
}

export interface ServerReference {
  readonly id: string;
  readonly name: string;
}

/** Workflow type `server`, id `server/<source cloud>/<server id>`; its result is a ServerResult. */
export interface ServerInput {
  readonly spec: Spec;
  readonly project: { readonly id: string; readonly name: string };
  readonly server: ServerReference;
  readonly ids: IdMap;
  /** The project workflow to tell when it ends. */
  readonly parent?: string;
}

// --- to a migration or project workflow ---
export const summaryQuery = defineQuery<Summary>('summary');
/** No new server is begun until `resume`; what runs goes on. */
export const pauseUpdate = defineUpdate<void>('pause');
export const resumeUpdate = defineUpdate<void>('resume');
/** Servers of a project under way at once, from now on. */
export const setWindowUpdate = defineUpdate<void, [number]>('setWindow');
/** Migrates servers that ended without success once more; answers how many. To the migration workflow. */
export const retryUpdate = defineUpdate<number, [RetryRequest]>('retry');

export interface RetryRequest {
  /** Source server ids; empty means every one that failed. */
  readonly servers: readonly string[];
  /** Replaces the spec (changed mappings) for what is begun from now on. */
  readonly spec?: Spec;
}

// --- to a server workflow ---
export const progressQuery = defineQuery<ServerProgress>('progress');
/** Opens a gate the spec names in `server.approve`. */
export const approveUpdate = defineUpdate<void, ['cutover' | 'retire', string]>('approve');
/** Decides about a held server. `retry` may bring a changed spec. */
export const decideUpdate = defineUpdate<void, [Decision]>('decide');

export interface Decision {
  readonly action: 'retry' | 'skip' | 'rollback';
  readonly spec?: Spec;
}

// --- between workflows ---
export const serverEndedSignal = defineSignal<[ServerResult]>('serverEnded');
