import {
  getExternalWorkflowHandle,
  setCurrentDetails,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { Inspection } from '../activities/server-inspection.ts';
import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import { PARKED_PHASES } from '../model/phase.ts';
import type { Outcome, Phase } from '../model/phase.ts';
import type { ServerProgress, ServerResult } from '../model/report.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import { serverParkedSignal } from './messages.ts';
import type { Decision, ServerInput } from './messages.ts';
import { keyword } from './search-attributes.ts';

/** One step back. Registered before the step it undoes, and harmless when that never happened. */
export interface Undo {
  readonly what: string;
  readonly run: () => Promise<void>;
}

export interface SagaState {
  readonly input: ServerInput;
  spec: Spec;
  ids: IdMap;
  phase: Phase;
  detail: string;
  error: string | undefined;
  undo: Undo[];
  readonly approved: Set<'cutover' | 'retire'>;
  decision: Decision | undefined;
  /** The source as it was before anything was changed. */
  inspection: Inspection | undefined;
  destinationId: string | undefined;
  /** What was seen when the source was first touched: from then on it shows our own doing. */
  original: SourceRecord | undefined;
  /** Everything made in the preparation, of all tries. */
  items: readonly CopyItem[];
  /** From here on the destination is the truth: nothing is undone any more. */
  verified: boolean;
  /** The destination itself says so. */
  marked: boolean;
  /** A former try left something that could not be undone. */
  notUndone: boolean;
  downSince: number | undefined;
  downtimeMs: number | undefined;
  concerns: readonly Concern[];
}

export function beginning(input: ServerInput): SagaState {
  return {
    input,
    spec: input.spec,
    ids: input.ids,
    phase: 'waiting',
    detail: '',
    error: undefined,
    undo: [],
    approved: new Set(),
    decision: undefined,
    inspection: undefined,
    original: undefined,
    destinationId: undefined,
    verified: false,
    marked: false,
    items: [],
    notUndone: false,
    downSince: undefined,
    downtimeMs: undefined,
    concerns: [],
  };
}

/** Where it stands from now on: told to its project, to Temporal's index and to its page. */
export function enter(state: SagaState, phase: Phase, detail: string): void {
  const wasParked = PARKED_PHASES.includes(state.phase);
  state.phase = phase;
  state.detail = detail;
  if (wasParked !== PARKED_PHASES.includes(phase)) tellParked(state.input, !wasParked);
  upsertSearchAttributes([keyword('phase', phase)]);
  tell(state, phase);
}

/** A server that waits for a person takes no place in its project's window. */
function tellParked({ parent, server }: ServerInput, parked: boolean): void {
  if (parent === undefined) return;
  // Whoever is not there any more needs not know.
  void getExternalWorkflowHandle(parent)
    .signal(serverParkedSignal, server.id, parked)
    .catch(() => undefined);
}

export function progressOf({ input, phase, detail, error }: SagaState): ServerProgress {
  return {
    ...input.server,
    project: input.project.id,
    phase,
    detail,
    ...(error === undefined ? {} : { error }),
  };
}

export function resultOf(state: SagaState, outcome: Outcome, durationMs: number): ServerResult {
  const { input, destinationId, downtimeMs, error } = state;
  const there = outcome === 'migrated' || outcome === 'reused' || outcome === 'retire-failed';
  return {
    ...input.server,
    project: input.project.id,
    outcome,
    durationMs,
    concerns: state.concerns,
    ...(destinationId === undefined || !there ? {} : { destinationId }),
    ...(downtimeMs === undefined ? {} : { downtimeMs }),
    ...(error === undefined ? {} : { error }),
  };
}

/** The server's page in the Web UI. */
export function tell(state: SagaState, headline: Phase | Outcome): void {
  const { input, detail, error, spec, concerns } = state;
  setCurrentDetails(
    [
      `**${input.server.name}** (${input.project.name}), ${spec.source} → ${spec.destination}: **${headline}** ${detail}`,
      ...(error === undefined ? [] : [`Failed: ${error}`]),
      ...concerns.map((concern) => `${concern.severity}: ${concern.message}`),
    ].join('\n\n'),
  );
}
