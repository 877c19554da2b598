import { CancellationScope, condition } from '@temporalio/workflow';
import { ApplicationFailure } from '@temporalio/common';
import type { CopyItem } from '../activities/workflow-plan.ts';
import type { Inspection } from '../activities/server-inspection.ts';
import { referenceKey } from '../model/reference.ts';
import type { Outcome } from '../model/phase.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Decision } from './messages.ts';
import { copying, cuttingOver, removing, restoring } from './proxies.ts';
import { retire } from './retire.ts';
import { enter } from './saga-state.ts';
import type { SagaState } from './saga-state.ts';

/** The story of one server. Every step may be run again after a failure: it finds what was done. */
export async function carryOver(state: SagaState): Promise<Outcome> {
  let inspection = state.inspection ?? (await inspect(state));
  if (inspection.destination.state === 'finished') return 'reused';
  if (!state.verified) {
    await prepare(state, inspection);
    if (await passGate(state, 'cutover', 'awaiting-cutover')) {
      // Days may have passed: what its owner did meanwhile counts.
      inspection = await inspect(state);
      if (inspection.destination.state === 'finished') return 'reused';
      if (inspection.destination.state !== 'verified') await prepare(state, inspection);
    }
  }
  if (!state.verified) {
    await quiesce(state, inspection);
    await create(state, inspection);
    await verify(state, inspection);
  }
  await mark(state);
  undoAll(state, inspection);
  await passGate(state, 'retire', 'awaiting-retire');
  // Not cut short: half retired helps nobody.
  await CancellationScope.nonCancellable(() => retire(state, inspection));
  enter(state, 'done', '');
  return 'migrated';
}

async function inspect(state: SagaState): Promise<Inspection> {
  const { spec, input, ids } = state;
  enter(state, 'preparing', 'looks at the source');
  const seen = await copying(`look at ${input.server.name} in ${spec.source}`).inspectServer(
    spec,
    input.server,
    ids,
  );
  const inspection = { ...seen, original: state.original ?? seen.original };
  const { destination } = inspection;
  state.inspection = inspection;
  state.destinationId = destination.id;
  // An earlier run got that far, and ended before the source was retired.
  state.verified = destination.state === 'verified';
  return inspection;
}

/** Ports and floating IPs: harmless, so made while the source still runs. */
async function prepare(state: SagaState, { levels }: Inspection): Promise<void> {
  const { spec } = state;
  enter(state, 'preparing', 'makes its ports and addresses');
  undoPrepare(state, levels.flat());
  for (const level of levels) {
    const names = level.map((item) => item.name).join(', ');
    const copied = await copying(`make ${names} in ${spec.destination}`).copyItems(
      spec,
      level,
      state.ids,
    );
    const [failed] = copied.failed;
    if (failed !== undefined) throw ApplicationFailure.nonRetryable(failed.error, 'Prepare');
    state.ids = { ...state.ids, ...copied.ids };
    state.concerns = [...state.concerns, ...copied.concerns];
  }
}

/** Whether there was a gate to pass. */
async function passGate(
  state: SagaState,
  name: 'cutover' | 'retire',
  phase: 'awaiting-cutover' | 'awaiting-retire',
): Promise<boolean> {
  if (!state.spec.server.approve.includes(name)) return false;
  if (state.approved.has(name)) return true;
  state.decision = undefined;
  enter(state, phase, `waits for: pumphouse approve ${state.spec.name} --gate ${name}`);
  await condition(() => state.approved.has(name) || state.decision !== undefined);
  const decision = state.decision as Decision | undefined;
  if (decision === undefined) return true;
  // The operator's word is the only way back from a verified destination.
  state.verified = false;
  throw ApplicationFailure.nonRetryable(`The operator said: ${decision.action}.`, 'Operator');
}

/** From here the source is changed, and its downtime runs. */
async function quiesce(state: SagaState, { original, levels }: Inspection): Promise<void> {
  const { spec, input } = state;
  const { server } = input;
  const how = spec.server.quiesce;
  const step = (what: string): ReturnType<typeof cuttingOver> =>
    cuttingOver(`${what} ${server.name} in ${spec.source}`, spec);
  enter(state, 'quiescing', `locks the source; quiesce: ${how}`);
  undoQuiesce(state, original);
  await step('lock').lockSource(spec, server, original, levels.flat());
  state.original = original;
  if (original.status !== 'ACTIVE') return;
  if (how !== 'none') state.downSince ??= Date.now();
  await step(how).quiesceSource(spec, server);
}

async function create(state: SagaState, inspection: Inspection): Promise<void> {
  const { original, levels, sharesSegment } = inspection;
  const { spec, input } = state;
  const { server } = input;
  const step = (what: string): ReturnType<typeof cuttingOver> =>
    cuttingOver(`${what} ${server.name} in ${spec.destination}`, spec);
  enter(state, 'creating', `makes it in ${spec.destination}`);
  undoCreate(state, sharesSegment);
  if (sharesSegment === true) {
    if (original.status === 'ACTIVE') state.downSince ??= Date.now();
    const silence = cuttingOver(`take ${server.name} off the shared networks`, spec);
    await silence.silenceSource(spec, server);
  }
  state.destinationId = await step('create').createServer(spec, server, state.ids);
  state.ids = {
    ...state.ids,
    [referenceKey({ kind: 'server', id: server.id })]: state.destinationId,
  };
  await step('wait for').settleDestination(spec, state.destinationId, original);
  await step('connect the floating IPs of').associateAddresses(spec, levels.flat(), state.ids);
}

async function verify(state: SagaState, { original, levels }: Inspection): Promise<void> {
  const { spec, input } = state;
  enter(state, 'verifying', 'compares every attribute, waits for its ports and probes');
  const step = cuttingOver(`verify ${input.server.name} in ${spec.destination}`, spec);
  const found = await step.verifyServer(
    spec,
    input.server,
    { items: levels.flat(), original },
    state.ids,
  );
  state.concerns = [...state.concerns, ...found];
  if (state.downSince !== undefined) state.downtimeMs = Date.now() - state.downSince;
  // Before the mark is set: if that call's answer is lost, the server may be in service already.
  state.verified = true;
}

/** Before its source is retired in any case: a later run must not take what is in service for half-made. */
async function mark(state: SagaState): Promise<void> {
  if (state.marked) return;
  const { spec, input, destinationId } = state;
  const step = restoring(`mark ${input.server.name} as verified in ${spec.destination}`);
  await CancellationScope.nonCancellable(() => step.markVerified(spec, destinationId ?? ''));
  state.marked = true;
}

/** Also for what an earlier run did: the operator may still say rollback at the gate. */
function undoAll(state: SagaState, { original, levels, sharesSegment }: Inspection): void {
  undoPrepare(state, levels.flat());
  undoQuiesce(state, original);
  undoCreate(state, sharesSegment);
}

function undoPrepare(state: SagaState, items: readonly CopyItem[]): void {
  const { spec, input } = state;
  const known = new Set(state.items.map((each) => each.key));
  state.items = [...state.items, ...items.filter((each) => !known.has(each.key))];
  push(state, `remove the ports and floating IPs made for it in ${spec.destination}`, () =>
    restoring(`remove ${input.server.name}'s ports from ${spec.destination}`).removeItems(
      spec,
      state.items,
      state.ids,
    ),
  );
}

function undoQuiesce(state: SagaState, original: SourceRecord): void {
  const { spec, input } = state;
  push(state, `bring the source back as it was (${original.status})`, () =>
    restoring(`bring ${input.server.name} back in ${spec.source}`).restoreSource(
      spec,
      input.server,
      original,
    ),
  );
}

/**
 * First a short try, then the source, then the patient one: the copy goes before the source wakes, unless the destination is away. A source
 * must not stay down for as long as that.
 */
function undoCreate(state: SagaState, sharesSegment: boolean | undefined): void {
  const { spec, input } = state;
  const { server } = input;
  const what = `remove the server made in ${spec.destination}`;
  if (state.undo.some((each) => each.what === what)) return;
  const summary = `remove ${server.name} from ${spec.destination}`;
  let removed = false;
  const remove = async (step: ReturnType<typeof restoring>): Promise<void> => {
    if (removed) return;
    await step.removeServer(spec, server, state.ids);
    // There a floating IP that stays with the copy's port would answer beside the source's.
    if (sharesSegment === true) await step.removeItems(spec, state.items, state.ids);
    removed = true;
  };
  const patient = { what, run: () => remove(restoring(summary)) };
  // After the ports' undo in the list, so before it and after the source's when it runs.
  state.undo = [...state.undo.slice(0, 1), patient, ...state.undo.slice(1)];
  push(state, `${what} at once`, async () => {
    try {
      await remove(removing(summary));
    } catch {
      // It is tried again, patiently, once the source is back.
    }
  });
}

/** Registers a step back, once, before its step begins. */
function push(state: SagaState, what: string, run: () => Promise<void>): void {
  if (!state.undo.some((each) => each.what === what)) state.undo.push({ what, run });
}
