import {
  CancellationScope,
  ChildWorkflowCancellationType,
  ParentClosePolicy,
  condition,
  getExternalWorkflowHandle,
  patched,
  sleep,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { serverWorkflowId } from '../model/names.ts';
import type { Outcome } from '../model/phase.ts';
import type { WaitingServer } from './messages.ts';
import { ended, isDone, notBegun } from './project-state.ts';
import type { ProjectState } from './project-state.ts';
import { surveyAgain } from './project-survey.ts';
import { surveying } from './proxies.ts';
import { keyword } from './search-attributes.ts';
import { withoutSelection } from './selection.ts';
import type { server } from './server.ts';

/** How often those under way are looked after: a terminated server workflow tells nobody that it ended. */
const SWEEP = '2 minutes';
/** Events after which the project continues as new; Temporal suggests it from 4,096 on. */
const MOST_EVENTS = 4000;

/** Until all servers have ended, or the history has grown long enough to continue as new. */
export async function runServers(state: ProjectState): Promise<void> {
  while (!isDone(state)) {
    if (state.again.length > 0) await surveyAgain(state);
    while (mayBegin(state) && !CancellationScope.current().consideredCancelled) await begin(state);
    const { historyLength, continueAsNewSuggested } = workflowInfo();
    if (continueAsNewSuggested || historyLength > MOST_EVENTS) return;
    const changed = await condition(
      () => mayBegin(state) || isDone(state) || state.again.length > 0,
      SWEEP,
      { summary: 'then asks the servers under way whether they still run' },
    );
    if (!changed) await sweep(state);
  }
}

function mayBegin({ paused, waiting, running, parked, window }: ProjectState): boolean {
  return !paused && waiting.length > 0 && running.length - parked.size < window;
}

/** Starts the next waiting server. A server of another migration is left to it. */
async function begin(state: ProjectState): Promise<void> {
  const next = state.waiting[0];
  if (next === undefined) return;
  state.waiting = state.waiting.slice(1);
  state.running = [...state.running, next];
  const lacking = next.needs.flatMap((index) => {
    const key = state.keys[index] ?? '';
    return state.ids[key] === undefined ? [key] : [];
  });
  if (lacking.length > 0) {
    const error = `It needs ${lacking.slice(0, 10).join(', ')}, which could not be copied.`;
    ended(state, notBegun(state, next, { outcome: 'failed', error }));
    return;
  }
  try {
    await CancellationScope.nonCancellable(() => startServer(state, next));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    // Until it is known whose it is, a cancellation must not reach it.
    await CancellationScope.nonCancellable(() => meet(state, next));
  }
}

async function startServer(
  { spec, project, ids, keys }: ProjectState,
  next: WaitingServer,
): Promise<void> {
  const { id, name } = next;
  const needed = next.needs.flatMap((index) => {
    const key = keys[index] ?? '';
    return ids[key] === undefined ? [] : [[key, ids[key]] as const];
  });
  await startChild<typeof server>('server', {
    workflowId: serverWorkflowId(spec.source, id),
    args: [
      {
        spec: withoutSelection(spec),
        project,
        server: { id, name },
        ids: Object.fromEntries(needed),
        parent: workflowInfo().workflowId,
      },
    ],
    // It outlives a continue-as-new of this workflow, and is cancelled by name, in one way only: `cancelServers`.
    parentClosePolicy: ParentClosePolicy.ABANDON,
    cancellationType: ChildWorkflowCancellationType.ABANDON,
    staticSummary: `${name} (${project.name}): ${spec.source} → ${spec.destination}`,
    typedSearchAttributes: [
      keyword('migration', spec.name),
      keyword('project', project.name),
      keyword('server', name),
      keyword('phase', 'waiting'),
    ],
  });
}

/** Its workflow id is taken: by a run of this very migration, by one that is just closing, or by another migration. */
async function meet(state: ProjectState, server: WaitingServer): Promise<void> {
  const { spec } = state;
  const found = await surveying(`who has ${server.name}?`).lookUpServer(
    serverWorkflowId(spec.source, server.id),
  );
  // Projects that met a server before this was known go on as they began.
  const isPatched = patched('told-its-end');
  // It has told its end meanwhile.
  if (isPatched && !state.running.some((each) => each.id === server.id)) return;
  const isOurs = found.state === 'running' && found.migration === spec.name;
  const again = isPatched && server.again === true;
  if (isOurs && !again) {
    // It told the run before this one.
    if (found.parked === true) state.parked.add(server.id);
    return;
  }
  // What is tried again has told its end, and tells it no second time.
  if (found.state !== 'running' || isOurs) {
    await sleep('2 seconds', { summary: `${server.name}'s last run is closing` });
    state.running = state.running.filter((each) => each.id !== server.id);
    state.waiting = [server, ...state.waiting];
    return;
  }
  ended(
    state,
    notBegun(state, server, {
      outcome: 'refused',
      error: `Migration ${found.migration ?? 'unknown'} has this server under way (workflow ${serverWorkflowId(spec.source, server.id)}).`,
    }),
  );
}

/** Finds those under way that ended and told nobody. */
async function sweep(state: ProjectState): Promise<void> {
  for (const server of state.running) {
    const workflowId = serverWorkflowId(state.spec.source, server.id);
    const found = await surveying(`is ${server.name} still under way?`).lookUpServer(workflowId);
    if (found.state === 'running' && found.migration === state.spec.name) continue;
    const outcome: Outcome = 'compensation-failed';
    ended(
      state,
      found.result ?? {
        id: server.id,
        name: server.name,
        project: state.project.id,
        outcome,
        durationMs: 0,
        concerns: [],
        error: `Its workflow ${workflowId} ended from outside (${found.state}): its source may be locked and suspended. Retry it: it goes on from what is there.`,
      },
    );
  }
}

/** Cancels what is under way and waits until both clouds are as they were, or the destination is verified. */
export async function cancelServers(state: ProjectState): Promise<void> {
  state.waiting = [];
  state.again = [];
  for (const { id } of state.running) {
    try {
      await getExternalWorkflowHandle(serverWorkflowId(state.spec.source, id)).cancel();
    } catch {
      // It has just ended; its signal, or the sweep, tells how.
    }
  }
  for (let minutes = 2; state.running.length > 0; minutes = Math.min(30, minutes * 2)) {
    const allEnded = await condition(() => state.running.length === 0, minutes * 60_000, {
      summary: 'cancelled: waits until what is under way is undone',
    });
    if (!allEnded) await sweep(state);
  }
}
