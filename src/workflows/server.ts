import {
  CancellationScope,
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Outcome } from '../model/phase.ts';
import type { ServerResult } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';
import { failureText } from './failure-text.ts';
import { approveUpdate, decideUpdate, progressQuery, serverEndedSignal } from './messages.ts';
import type { Decision, ServerInput } from './messages.ts';
import { beginning, enter, progressOf, resultOf, tell } from './saga-state.ts';
import type { SagaState } from './saga-state.ts';
import { keyword } from './search-attributes.ts';
import { carryOver } from './server-saga.ts';
import { compensate } from './undo.ts';

/**
 * Moves one server: suspend the source, create it in the destination, verify, retire the source; and if a step fails
 * before the destination is verified, everything back. Its workflow id makes the migration of a server exclusive.
 */
export async function server(input: ServerInput): Promise<ServerResult> {
  const started = Date.now();
  const state = beginning(input);
  listen(state);
  const outcome = await run(state);
  upsertSearchAttributes([keyword('outcome', outcome)]);
  const result = resultOf(state, outcome, Date.now() - started);
  tell(state, outcome);
  await CancellationScope.nonCancellable(async () => {
    await tellParent(input.parent, result);
    await condition(allHandlersFinished);
  });
  return result;
}

function listen(state: SagaState): void {
  setHandler(progressQuery, () => progressOf(state));
  setHandler(approveUpdate, (gate) => void state.approved.add(gate));
  setHandler(
    decideUpdate,
    (decision) => {
      state.decision = decision;
      if (decision.spec !== undefined) state.spec = decision.spec;
    },
    { validator: (decision) => requireDecidable(state, decision) },
  );
}

/** @throws Error that refuses the operator's word, before anything of it is in the history */
function requireDecidable(
  { input, phase, spec: now }: SagaState,
  { action, spec }: Decision,
): void {
  const { name } = input.server;
  if (spec !== undefined && fixedMappings(spec) !== fixedMappings(now)) {
    throw new Error(
      `the mappings or sharedSegments differ: \`pumphouse rollback\` ${name}, then retry the migration with the new spec`,
    );
  }
  const waits = phase === 'held' || (phase.startsWith('awaiting-') && action !== 'retry');
  if (!waits) throw new Error(`${name} is ${phase}: there is nothing to ${action} now`);
}

/** What a mapping leads to was looked up when the project was planned, only a zone is looked up at its create; and what was silenced must not speak. */
function fixedMappings({ mappings, sharedSegments }: Spec): string {
  return JSON.stringify([{ ...mappings, 'availability-zone': undefined }, sharedSegments]);
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
  enter(state, 'held', 'waits for retry, skip or rollback');
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
  enter(state, 'compensating', 'undoes the last try before the next');
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
  enter(state, 'compensating', `undoes what was done: ${state.error ?? ''}`);
  const left = await CancellationScope.nonCancellable(() => compensate(state));
  state.concerns = [...state.concerns, ...left];
  if (state.notUndone || left.length > 0) return 'compensation-failed';
  if (typeof word === 'object' && word.action === 'skip') return 'skipped';
  if (word === 'cancel') return 'cancelled';
  return changed ? 'compensated' : 'failed';
}

async function tellParent(parent: string | undefined, result: ServerResult): Promise<void> {
  if (parent === undefined) return;
  try {
    await getExternalWorkflowHandle(parent).signal(serverEndedSignal, result);
  } catch {
    // The parent has ended or was terminated: its sweep, or a retry, reads the result from this workflow.
  }
}
