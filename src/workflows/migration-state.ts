import { setCurrentDetails } from '@temporalio/workflow';
import type { MigrationPlan } from '../activities/workflow-plan.ts';
import type { IdMap } from '../model/id-map.ts';
import type { Summary } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';
import { EMPTY_SUMMARY, failedCount, merged, numbersOf } from './summary.ts';

export type Project = MigrationPlan['projects'][number];

export interface MigrationState {
  spec: Spec;
  shared: Summary;
  ids: IdMap;
  /** What the projects' `needs` point into. */
  forProjects: readonly string[];
  projects: readonly Project[];
  /** Projects under way at once; each has its own window of servers. */
  waiting: Project[];
  readonly running: Map<string, Project>;
  readonly ended: Map<string, Summary>;
  /** What runs of projects before their retry reached. */
  before: readonly { readonly project: string; readonly summary: Summary }[];
  /** What was summed up last. */
  last?: { readonly parts: readonly Summary[]; readonly summary: Summary };
  paused: boolean;
  /** What could not be copied for all is to be tried again. */
  sharedAgain: boolean;
  /** It does what a saved plan says: nothing is planned anew. */
  readonly sealed: boolean;
  /** Servers a project that had ended is to try again. */
  readonly only: Map<string, readonly string[]>;
  /** Projects run again on the operator's word: what could not be copied for all may be mended now. */
  readonly again: Set<string>;
}

export function beginning(spec: Spec, sealed: boolean): MigrationState {
  return {
    spec,
    shared: EMPTY_SUMMARY,
    ids: {},
    forProjects: [],
    projects: [],
    waiting: [],
    running: new Map(),
    ended: new Map(),
    only: new Map(),
    again: new Set(),
    before: [],
    paused: false,
    sharedAgain: false,
    sealed,
  };
}

/** Of thousands of concerns it takes a second or two, and it is asked for every second: made anew only where something has come. */
export function summaryOf(state: MigrationState): Summary {
  const parts = summariesOf(state);
  const { last } = state;
  if (last !== undefined && isSame(last.parts, parts)) return last.summary;
  const summary = merged(parts);
  state.last = { parts, summary };
  return summary;
}

function isSame(some: readonly Summary[], others: readonly Summary[]): boolean {
  return some.length === others.length && some.every((each, index) => each === others[index]);
}

function summariesOf({ shared, before, ended }: MigrationState): Summary[] {
  return [shared, ...before.map(({ summary }) => summary), ...ended.values()];
}

/** The migration's page in the Web UI. */
export function tell(state: MigrationState): void {
  const { spec, projects, waiting, running, ended } = state;
  const summary = numbersOf(summariesOf(state));
  setCurrentDetails(
    [
      `**${spec.name}**: ${spec.source} → ${spec.destination}`,
      `Meta-resources: ${summary.created} made, ${summary.reused} reused, ${failedCount(summary)} failed`,
      ...(projects.length === 0
        ? []
        : [`Projects: ${waiting.length} waiting, ${running.size} under way, ${ended.size} ended`]),
      ...Object.entries(summary.servers).map(([outcome, count]) => `${count} ${outcome}`),
    ].join('\n\n'),
  );
}
