import {
  CancellationScope,
  ParentClosePolicy,
  allHandlersFinished,
  condition,
  executeChild,
  getExternalWorkflowHandle,
  isCancellation,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { MigrationPlan } from '../activities/workflow-plan.ts';
import { blockers } from '../model/concern.ts';
import type { Concern } from '../model/concern.ts';
import { count } from '../model/count.ts';
import { numberOf } from '../model/fold-concerns.ts';
import { destinationId } from '../model/id-map.ts';
import type { IdMap } from '../model/id-map.ts';
import { PROJECTS_AT_ONCE } from '../model/limits.ts';
import { projectWorkflowId } from '../model/names.ts';
import { referenceKey } from '../model/reference.ts';
import type { Summary } from '../model/report.ts';
import { copyLevels } from './copy-levels.ts';
import { failureText } from './failure-text.ts';
import { beginning, summaryOf, tell } from './migration-state.ts';
import type { MigrationState, Project } from './migration-state.ts';
import { leaveProject } from './leave-project.ts';
import {
  pauseUpdate,
  pausedSignal,
  resumeUpdate,
  retrySignal,
  retryUpdate,
  setWindowUpdate,
  summaryQuery,
  windowSignal,
} from './messages.ts';
import type { MigrationInput, RetryRequest } from './messages.ts';
import type { project } from './project.ts';
import { surveying } from './proxies.ts';
import { selectionOf, withoutSelection } from './selection.ts';
import { keyword } from './search-attributes.ts';
import {
  EMPTY_SUMMARY,
  isComplete,
  withConcern,
  withCopies,
  withFailed,
  withoutItems,
  withoutServers,
} from './summary.ts';

/** One run of a spec: plans, stops at a blocker before anything changed, copies what projects share, then runs a child for each project. */
export async function migration(input: MigrationInput): Promise<Summary> {
  const state = beginning(input.spec, input.seal !== undefined);
  listen(state);
  const plan = await planned(state, input);
  state.ids = await copyShared(state, plan);
  do {
    try {
      if (state.sharedAgain) await copySharedAgain(state);
      await runProjects(state);
    } catch (error) {
      // Cancelled, and so are the projects: they bring back what they have under way.
      state.waiting = [];
      await CancellationScope.nonCancellable(() => condition(() => state.running.size === 0));
      throw error;
    }
    await condition(allHandlersFinished);
    // A retry may have come in the meantime.
  } while (state.waiting.length > 0 || state.sharedAgain);
  const summary = summaryOf(state);
  upsertSearchAttributes([keyword('outcome', isComplete(summary) ? 'complete' : 'incomplete')]);
  tell(state);
  return summary;
}

async function planned(
  state: MigrationState,
  { spec, only, others, seal }: MigrationInput,
): Promise<MigrationPlan> {
  setCurrentDetails(`Surveys ${spec.source} and ${spec.destination}`);
  const step = surveying(`plan ${spec.name}: ${spec.source} → ${spec.destination}`);
  const plan = await (seal === undefined && others === undefined
    ? step.planMigration(spec, only ?? null)
    : step.planMigration(spec, only ?? null, seal, others));
  stopAtBlockers(plan);
  state.projects = plan.projects;
  state.forProjects = plan.forProjects ?? [];
  state.waiting = [...plan.projects];
  for (const each of plan.projects) {
    const servers = each.only ?? only;
    if (servers !== undefined) state.only.set(each.id, servers);
  }
  // The other concerns are told by the projects that have them.
  state.shared = {
    ...EMPTY_SUMMARY,
    reused: plan.reused,
    concerns: plan.ownConcerns ?? [],
    ...(plan.kinds && { kinds: plan.kinds }),
  };
  return plan;
}

async function copyShared(state: MigrationState, plan: MigrationPlan): Promise<IdMap> {
  const spec = withoutSelection(state.spec);
  let known = plan.ids;
  tell(state);
  try {
    const ids = await copyLevels({
      spec,
      levels: plan.levels,
      ids: plan.ids,
      ...(plan.order && { order: plan.order }),
      onProgress: (result) => {
        state.shared = withCopies(state.shared, result);
        tell(state);
        known = { ...known, ...result.ids };
      },
    });
    return idsOf(plan.forProjects, ids);
  } finally {
    await CancellationScope.nonCancellable(() => leaveProjects(state, plan, known));
  }
}

/** The projects' own runs enter again. */
async function leaveProjects(
  state: MigrationState,
  { entered = [] }: MigrationPlan,
  ids: IdMap,
): Promise<void> {
  for (const project of entered) {
    const id = destinationId(ids, { kind: 'project', id: project.id });
    const left = await leaveProject(withoutSelection(state.spec), project, id);
    if (left !== undefined) state.shared = withConcern(state.shared, left);
  }
}

/** What failed may be mended now. Servers to be tried again are surveyed anew by their projects. */
async function copySharedAgain(state: MigrationState): Promise<void> {
  state.sharedAgain = false;
  if (state.sealed) return;
  const { spec } = state;
  try {
    const plan = await surveying(`plan ${spec.name} again`).planMigration(spec, null);
    // A server's own blockers are its survey's to tell: it may be half undone.
    const concerns = plan.concerns.filter(({ subject }) => !subject.startsWith('server/'));
    stopAtBlockers({ concerns });
    state.shared = withoutItems(state.shared);
    state.ids = { ...state.ids, ...(await copyShared(state, plan)) };
  } catch (error) {
    if (isCancellation(error)) throw error;
    const failed = { key: `migration/${spec.name}`, name: spec.name, error: failureText(error) };
    state.shared = { ...state.shared, ...withFailed(state.shared, [failed]) };
  }
}

/** Undefined: all. */
function idsOf(keys: readonly string[] | undefined, ids: IdMap): IdMap {
  if (keys === undefined) return ids;
  const known = keys.filter((key) => ids[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, ids[key] ?? '']));
}

function stopAtBlockers({ concerns }: Pick<MigrationPlan, 'concerns'>): void {
  const found = blockers(concerns);
  if (found.length === 0) return;
  const first = found.slice(0, 5).map((each) => `${each.message} ${each.remedy}`);
  throw ApplicationFailure.create({
    type: 'BlockedError',
    message: `${count(numberOf(found), 'blocker')}, nothing was changed: ${first.join(' | ')}`,
    details: [found],
    nonRetryable: true,
  });
}

function listen(state: MigrationState): void {
  setHandler(summaryQuery, () => ({
    ...summaryOf(state),
    ...(state.paused ? { paused: true } : {}),
  }));
  const pause = (paused: boolean): Promise<void> => {
    // Also for the projects that are yet to begin.
    state.paused = paused;
    return toProjects(state, (handle) => handle.signal(pausedSignal, paused));
  };
  setHandler(pauseUpdate, () => pause(true));
  setHandler(resumeUpdate, () => pause(false));
  setHandler(setWindowUpdate, (window) => {
    state.spec = { ...state.spec, limits: { ...state.spec.limits, servers: window } };
    return toProjects(state, (handle) => handle.signal(windowSignal, window));
  });
  setHandler(retryUpdate, (request) => {
    if (request.spec !== undefined) state.spec = request.spec;
    restart(state, request);
    if (request.servers.length === 0 && state.shared.failedItems.length > 0)
      state.sharedAgain = true;
    return toProjects(state, (handle) => handle.signal(retrySignal, request));
  });
}

async function toProjects(
  { spec, running }: MigrationState,
  tellOne: (handle: ReturnType<typeof getExternalWorkflowHandle>) => Promise<void>,
): Promise<void> {
  for (const { id } of running.values()) {
    try {
      await tellOne(getExternalWorkflowHandle(projectWorkflowId(spec.name, id)));
    } catch {
      // It has just ended: there is nothing left to tell it.
    }
  }
}

/** Projects that ended, and have servers to try again, are run once more with those alone. */
function restart(state: MigrationState, { servers }: RetryRequest): void {
  for (const [id, summary] of state.ended) {
    const again = summary.failedServers
      .map((each) => each.id)
      .filter((each) => servers.length === 0 || servers.includes(each));
    const found = state.projects.find((each) => each.id === id);
    if (found === undefined || (again.length === 0 && summary.failedItems.length === 0)) continue;
    state.ended.delete(id);
    const reached = { project: id, summary: withoutItems(withoutServers(summary, again)) };
    state.before = [...state.before, reached];
    if (again.length > 0) state.only.set(id, again);
    state.again.add(id);
    state.waiting.push(found);
  }
}

async function runProjects(state: MigrationState): Promise<void> {
  const isDone = (): boolean => state.waiting.length === 0 && state.running.size === 0;
  while (!isDone()) {
    while (state.waiting.length > 0 && state.running.size < PROJECTS_AT_ONCE) {
      const next = state.waiting.shift() as Project;
      state.running.set(next.id, next);
      void runProject(state, next)
        .catch((error: unknown) => fail(state, next, error))
        .finally(() => state.running.delete(next.id));
    }
    tell(state);
    await condition(
      () => isDone() || (state.waiting.length > 0 && state.running.size < PROJECTS_AT_ONCE),
    );
  }
}

/** A project that could not even begin: its neighbours go on. */
function fail(state: MigrationState, { id, name }: Project, error: unknown): void {
  const failed = { key: referenceKey({ kind: 'project', id }), name, error: failureText(error) };
  state.ended.set(id, { ...EMPTY_SUMMARY, failedItems: [failed] });
}

async function runProject(state: MigrationState, next: Project): Promise<void> {
  const only = state.only.get(next.id);
  const { shared } = state;
  const spec = only === undefined ? state.spec : selectionOf(state.spec, next.id);
  const ids = idsOf(
    next.needs?.map((index) => state.forProjects[index] ?? ''),
    state.ids,
  );
  const failed = state.again.has(next.id) ? [] : shared.failedItems.map((each) => each.key);
  const told = toldBefore(state, next);
  for (;;) {
    try {
      const summary = await executeChild<typeof project>('project', {
        workflowId: projectWorkflowId(spec.name, next.id),
        parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
        args: [
          {
            spec,
            project: { id: next.id, name: next.name },
            ids,
            failed,
            paused: state.paused,
            ...(only === undefined ? {} : { only }),
            ...(told.length === 0 ? {} : { told }),
          },
        ],
        staticSummary: `${next.name}: ${spec.source} → ${spec.destination}`,
        typedSearchAttributes: [keyword('migration', spec.name), keyword('project', next.name)],
      });
      state.ended.set(next.id, summary);
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await sleep('5 seconds', { summary: `${next.name}: its last run is closing` });
    }
  }
}

/** Concerns of its runs before a retry that say how many they leave out. */
function toldBefore({ before }: MigrationState, { id }: Project): Concern[] {
  return before
    .filter(({ project }) => project === id)
    .flatMap(({ summary }) => summary.concerns.filter(({ more }) => more !== undefined));
}
