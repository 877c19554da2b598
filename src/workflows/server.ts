import {
  CancellationScope,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Concern } from '../model/concern.ts';
import { PARKED_PHASES } from '../model/phase.ts';
import type { Outcome, Phase } from '../model/phase.ts';
import type { ServerResult } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';
import { failureText } from './failure-text.ts';
import {
  approveUpdate,
  decideUpdate,
  progressQuery,
  serverEndedSignal,
  serverParkedSignal,
} from './messages.ts';
import type { Decision, ServerInput } from './messages.ts';
import { keyword } from './search-attributes.ts';
import { carryOver } from './server-saga.ts';
import type { SagaState } from './server-saga.ts';
import { compensate } from './undo.ts';

/**
 * Moves one server: suspend the source, create it in the destination, verify, retire the source; and if a step fails
 * before the destination is verified, everything back. Its workflow id makes the migration of a server exclusive.
 */
export async function server(input: ServerInput): Promise<ServerResult> {
  const started = Date.now();
  const state = initialState(input);
  setHandler(progressQuery, () => ({
    ...input.server,
    project: input.project.id,
    phase: state.phase,
    detail: state.detail,
    ...(state.error === undefined ? {} : { error: state.error }),
  }));
  setHandler(approveUpdate, (gate) => void state.approved.add(gate));
  setHandler(
    decideUpdate,
    (decision) => {
      state.decision = decision;
      if (decision.spec !== undefined) state.spec = decision.spec;
    },
    {
      validator: ({ action, spec }) => {
        if (spec !== undefined && !sameMappings(spec, state.spec)) {
          throw new Error(
            `the mappings or sharedSegments differ: \`pumphouse rollback\` ${input.server.name}, then retry the migration with the new spec`,
          );
        }
        const waits =
          state.phase === 'held' || (state.phase.startsWith('awaiting-') && action !== 'retry');
        if (!waits)
          throw new Error(
            `${input.server.name} is ${state.phase}: there is nothing to ${action} now`,
          );
      },
    },
  );
  const outcome = await run(state);
  upsertSearchAttributes([keyword('outcome', outcome)]);
  const result = resultOf(state, outcome, Date.now() - started);
  setCurrentDetails(details(state, outcome));
  await CancellationScope.nonCancellable(async () => {
    await tellParent(input.parent, result);
    await condition(allHandlersFinished);
  });
  return result;
}

/** What a mapping leads to was looked up when the project was planned, only a zone is looked up at its create; and what was silenced must not speak. */
function sameMappings(a: Spec, b: Spec): boolean {
  return fixedMappings(a) === fixedMappings(b);
}

function fixedMappings({ mappings, sharedSegments }: Spec): string {
  return JSON.stringify([{ ...mappings, 'availability-zone': undefined }, sharedSegments]);
}

function initialState(input: ServerInput): SagaState {
  const state: SagaState = {
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
    enter: (phase, detail) => enterPhase(state, phase, detail),
  };
  return state;
}

/** Attempts until it is migrated, given up, or somebody decides about a held server. */
async function run(state: SagaState): Promise<Outcome> {
  for (;;) {
    try {
      return await carryOver(state);
    } catch (error) {
      const cancelled = isCancellation(error);
      state.error = cancelled ? CANCELLED : failureText(error);
      const word = cancelled ? 'cancel' : (state.decision ?? (await decide(state)));
      // It counts once: what fails after it is held anew.
      state.decision = undefined;
      if (typeof word === 'object' && word.action === 'retry' && (await mayRetry(state, word))) {
        state.error = undefined;
        continue;
      }
      return await giveUp(state, word);
    }
  }
}

const CANCELLED = 'Cancelled by the operator.';

/** The operator's word on a failed server; `compensate` where the spec says not to ask. */
type Word = Decision | 'cancel' | 'compensate';

async function decide(state: SagaState): Promise<Word> {
  if (state.spec.server.onFailure !== 'hold') return 'compensate';
  state.enter('held', 'waits for retry, skip or rollback');
  try {
    await condition(() => state.decision !== undefined);
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return 'cancel';
  }
  return state.decision ?? 'compensate';
}

async function mayRetry(state: SagaState, { spec }: Decision): Promise<boolean> {
  if (state.verified) return true;
  if (spec !== undefined) return beginAnew(state);
  // Its owner may have changed it, or the error may have asked for it.
  state.inspection = undefined;
  return true;
}

/** Another try with a changed spec begins anew: what was made by the old one could be of another network or size. */
async function beginAnew(state: SagaState): Promise<boolean> {
  state.enter('compensating', 'undoes the last try before the next');
  const left = await CancellationScope.nonCancellable(() => compensate(state));
  state.concerns = [...state.concerns, ...left];
  state.notUndone = left.length > 0;
  state.ids = state.input.ids;
  state.inspection = undefined;
  state.original = undefined;
  state.items = [];
  state.downSince = undefined;
  return left.length === 0;
}

async function giveUp(state: SagaState, word: Word): Promise<Outcome> {
  if (state.verified) {
    // The destination is the truth now: nothing is undone.
    return 'retire-failed';
  }
  const changed = state.undo.length > 0;
  state.enter('compensating', `undoes what was done: ${state.error ?? ''}`);
  const left = await CancellationScope.nonCancellable(() => compensate(state));
  state.concerns = [...state.concerns, ...left];
  if (state.notUndone || left.length > 0) return 'compensation-failed';
  if (typeof word === 'object' && word.action === 'skip') return 'skipped';
  if (word === 'cancel') return 'cancelled';
  return changed ? 'compensated' : 'failed';
}

function enterPhase(state: SagaState, phase: Phase, detail: string): void {
  const wasParked = PARKED_PHASES.includes(state.phase);
  state.phase = phase;
  state.detail = detail;
  if (wasParked !== PARKED_PHASES.includes(phase)) tellParked(state.input, !wasParked);
  upsertSearchAttributes([keyword('phase', phase)]);
  setCurrentDetails(details(state, phase));
}

function details({ input, detail, error, spec, concerns }: SagaState, headline: string): string {
  return [
    `**${input.server.name}** (${input.project.name}), ${spec.source} → ${spec.destination}: **${headline}** ${detail}`,
    ...(error === undefined ? [] : [`Failed: ${error}`]),
    ...concerns.map((concern: Concern) => `${concern.severity}: ${concern.message}`),
  ].join('\n\n');
}

function resultOf(state: SagaState, outcome: Outcome, durationMs: number): ServerResult {
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

/** A server that waits for a person takes no place in its project's window. */
function tellParked({ parent, server }: ServerInput, parked: boolean): void {
  if (parent === undefined) return;
  // Whoever is not there any more needs not know.
  void getExternalWorkflowHandle(parent)
    .signal(serverParkedSignal, server.id, parked)
    .catch(() => undefined);
}

async function tellParent(parent: string | undefined, result: ServerResult): Promise<void> {
  if (parent === undefined) return;
  try {
    await getExternalWorkflowHandle(parent).signal(serverEndedSignal, result);
  } catch {
    // The parent has ended or was terminated: its sweep, or a retry, reads the result from this workflow.
  }
}
