import { isCancellation } from '@temporalio/workflow';
import { notCounted } from '../model/fold-concerns.ts';
import type { ProjectPlan } from '../activities/workflow-plan.ts';
import { copyLevels } from './copy-levels.ts';
import { failureText } from './failure-text.ts';
import { surveying } from './proxies.ts';
import { ended, notBegun, tell } from './project-state.ts';
import type { ProjectState } from './project-state.ts';
import { withoutSelection } from './selection.ts';
import { withCopies, withoutItems } from './summary.ts';

/** Looks at what the project's servers need, copies it, and lines the servers up. */
export async function survey(state: ProjectState): Promise<void> {
  const { spec, project, only, told } = state;
  const known = [...Object.keys(state.ids), ...state.failed];
  const plan = await surveying(`survey ${project.name} in ${spec.source}`).planProject(
    spec,
    { project: project.id, ...(only === undefined ? {} : { only }) },
    known,
  );
  state.summary = {
    ...state.summary,
    reused: plan.reused,
    concerns: notCounted(plan.concerns, told),
    servers: plan.migrated === 0 ? {} : { reused: plan.migrated },
  };
  await lineUp(state, plan);
}

/**
 * The same for servers that are to be tried again: what failed may be mended now, and the spec may map differently. Nothing is taken as
 * known, for that very reason.
 */
export async function surveyAgain(state: ProjectState): Promise<void> {
  const { spec, project } = state;
  const servers = state.again;
  state.again = [];
  try {
    const plan = await surveying(
      `survey ${servers.length} servers of ${project.name} again`,
    ).planProject(spec, { project: project.id, only: servers.map((each) => each.id) }, []);
    state.summary = withoutItems(state.summary);
    const again = plan.servers.map((each) => ({ ...each, again: true as const }));
    await lineUp(state, { ...plan, servers: again });
  } catch (error) {
    if (isCancellation(error)) throw error;
    state.running = [...state.running, ...servers];
    for (const server of servers) {
      ended(state, notBegun(state, server, { outcome: 'failed', error: failureText(error) }));
    }
  }
}

async function lineUp(state: ProjectState, plan: ProjectPlan): Promise<void> {
  // Those that wait already point into the keys of their own survey.
  const first = state.keys.length;
  const servers = plan.servers.map((each) => ({
    ...each,
    needs: each.needs.map((index) => index + first),
  }));
  state.keys = [...state.keys, ...plan.keys];
  tell(state);
  state.ids = await copyLevels({
    spec: withoutSelection(state.spec),
    levels: plan.levels,
    ...(plan.order && { order: plan.order }),
    ids: { ...state.ids, ...plan.ids },
    onProgress: (result) => {
      state.summary = withCopies(state.summary, result);
      tell(state);
    },
  });
  state.waiting = [...state.waiting, ...servers];
}
