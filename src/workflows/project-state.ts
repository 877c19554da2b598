import { setCurrentDetails } from '@temporalio/workflow';
import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import type { Outcome } from '../model/phase.ts';
import type { ServerResult, Summary } from '../model/report.ts';
import type { NamedId } from '../model/reference.ts';
import type { Spec } from '../model/spec.ts';
import type { WaitingServer } from './messages.ts';
import { SUCCESS, failedCount, withServer } from './summary.ts';

export interface ProjectState {
  spec: Spec;
  readonly project: NamedId;
  readonly only: readonly string[] | undefined;
  readonly failed: readonly string[];
  readonly told: readonly Concern[];
  ids: IdMap;
  keys: readonly string[];
  waiting: readonly WaitingServer[];
  running: readonly WaitingServer[];
  parked: Set<string>;
  /** To be tried again, once what they need has been looked at and copied anew. */
  again: readonly WaitingServer[];
  /** Ended without success: kept for a retry. */
  ended: readonly WaitingServer[];
  summary: Summary;
  paused: boolean;
  window: number;
}

export function isDone({ waiting, running, again }: ProjectState): boolean {
  return waiting.length === 0 && running.length === 0 && again.length === 0;
}

export function ended(state: ProjectState, result: ServerResult): void {
  const server = state.running.find((each) => each.id === result.id);
  if (server === undefined) return;
  state.running = state.running.filter((each) => each.id !== result.id);
  state.parked.delete(result.id);
  state.summary = withServer(state.summary, result);
  if (!SUCCESS.includes(result.outcome)) {
    state.ended = [...state.ended, server];
  }
}

export function notBegun(
  { project }: ProjectState,
  { id, name }: WaitingServer,
  how: { readonly outcome: Outcome; readonly error: string },
): ServerResult {
  return { id, name, project: project.id, durationMs: 0, concerns: [], ...how };
}

export function summaryOf(state: ProjectState): Summary {
  return {
    ...state.summary,
    waiting: state.waiting.length + state.again.length,
    running: state.running.length,
  };
}

/** The project's page in the Web UI. */
export function tell(state: ProjectState): void {
  const { summary, project } = state;
  const outcomes = Object.entries(summary.servers).map(
    ([outcome, count]) => `, ${count} ${outcome}`,
  );
  setCurrentDetails(
    [
      `**${project.name}**`,
      `Meta-resources: ${summary.created} made, ${summary.reused} reused, ${failedCount(summary)} failed`,
      `Servers: ${state.waiting.length} waiting, ${state.running.length} under way${outcomes.join('')}`,
      ...summary.failedItems.map((each) => `Failed: ${each.key} (${each.name}): ${each.error}`),
      ...summary.failedServers.map((each) => `${each.outcome}: ${each.name}: ${each.error ?? ''}`),
    ].join('\n\n'),
  );
}
