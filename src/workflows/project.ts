import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import { destinationId } from '../model/id-map.ts';
import type { Summary } from '../model/report.ts';
import { leaveProject } from './leave-project.ts';
import {
  pauseUpdate,
  pausedSignal,
  resumeUpdate,
  retrySignal,
  serverEndedSignal,
  serverParkedSignal,
  setWindowUpdate,
  summaryQuery,
  windowSignal,
} from './messages.ts';
import type { CarriedProject, ProjectInput, RetryRequest } from './messages.ts';
import { ended, isDone, summaryOf, tell } from './project-state.ts';
import type { ProjectState } from './project-state.ts';
import { survey } from './project-survey.ts';
import { cancelServers, runServers } from './server-window.ts';
import { withoutSelection } from './selection.ts';
import { EMPTY_SUMMARY, withConcern, withoutServers } from './summary.ts';

/** Copies what only this project's servers need, then migrates its servers, a window of them at a time. */
export async function project(input: ProjectInput): Promise<Summary> {
  const state = stateFrom(input);
  listen(state);
  try {
    if (input.carried === undefined) await survey(state);
    do {
      await runServers(state);
      await condition(allHandlersFinished);
      if (!isDone(state)) {
        await continueAsNew<typeof project>({
          ...input,
          spec: state.spec,
          carried: carriedFrom(state),
        });
      }
      await CancellationScope.nonCancellable(() => leave(state));
      // A retry may have come in the meantime.
    } while (!isDone(state));
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(async () => {
      await cancelServers(state);
      await leave(state, true);
    });
  }
  return summaryOf(state);
}

function stateFrom({
  spec,
  project,
  ids,
  failed,
  only,
  paused,
  told = [],
  carried,
}: ProjectInput): ProjectState {
  const fresh: CarriedProject = {
    ids,
    keys: [],
    waiting: [],
    running: [],
    parked: [],
    again: [],
    ended: [],
    summary: EMPTY_SUMMARY,
    paused: paused ?? false,
    window: spec.limits.servers,
  };
  const { parked, ...rest } = carried ?? fresh;
  return { spec, project, only, failed, told, ...rest, parked: new Set(parked) };
}

function carriedFrom(state: ProjectState): CarriedProject {
  const { ids, keys, waiting, running, parked, again, ended, summary, paused, window } = state;
  return {
    ids,
    keys,
    waiting,
    running,
    parked: [...parked],
    again,
    ended,
    summary,
    paused,
    window,
  };
}

function listen(state: ProjectState): void {
  setHandler(summaryQuery, () => summaryOf(state));
  const pause = (paused: boolean): void => void (state.paused = paused);
  const resize = (window: number): void => void (state.window = window);
  setHandler(pauseUpdate, () => pause(true));
  setHandler(resumeUpdate, () => pause(false));
  setHandler(pausedSignal, pause);
  setHandler(setWindowUpdate, resize);
  setHandler(windowSignal, resize);
  setHandler(retrySignal, (request) => again(state, request));
  setHandler(serverParkedSignal, (id, parked) => {
    if (parked && state.running.some((each) => each.id === id)) state.parked.add(id);
    else state.parked.delete(id);
  });
  setHandler(serverEndedSignal, (result) => {
    ended(state, result);
    tell(state);
  });
}

function again(state: ProjectState, { servers, spec }: RetryRequest): void {
  if (spec !== undefined) state.spec = spec;
  const chosen = state.ended.filter((each) => servers.length === 0 || servers.includes(each.id));
  state.ended = state.ended.filter((each) => !chosen.includes(each));
  state.summary = withoutServers(
    state.summary,
    chosen.map((each) => each.id),
  );
  state.again = [...state.again, ...chosen];
}

/** The operator's own role in the destination project was only for the time. Cut short, it may have been made unknown to us. */
async function leave(state: ProjectState, cutShort = false): Promise<void> {
  const { project } = state;
  const spec = withoutSelection(state.spec);
  const id = destinationId(state.ids, { kind: 'project', id: project.id });
  const known = id !== undefined || cutShort;
  const left = known ? await leaveProject(spec, project, id) : undefined;
  if (left !== undefined) state.summary = withConcern(state.summary, left);
  await condition(allHandlersFinished);
}
