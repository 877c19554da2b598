import type { IdMap } from '../model/id-map.ts';
import type { PlanSeal } from '../model/plan.ts';
import type { NamedId } from '../model/reference.ts';
import type { SourceRecord } from '../model/source-record.ts';
import type { Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { takeAccess } from './access.ts';
import { copyItems } from './copy.ts';
import { patiently, unlessConflicting } from './failure.ts';
import type { LookUp } from './look-up.ts';
import { madeFrom } from './made-from.ts';
import { planMigration } from './plan-migration.ts';
import { planProject } from './plan-project.ts';
import { running } from './run.ts';
import type { Run } from './run.ts';
import * as destination from './server-destination.ts';
import { inspectServer } from './server-inspection.ts';
import * as lock from './server-lock.ts';
import * as source from './server-source.ts';
import { verifyServer } from './server-verify.ts';
import type { CopyItem } from './workflow-plan.ts';

export interface ActivityDependencies {
  readonly openCloud: (name: string) => Promise<Cloud>;
  /** A server's workflow, by its id. */
  readonly lookUpServer: (workflowId: string) => Promise<LookUp>;
}

/** Every verb the workflows know. All may be run again after they died at any point. */
export type Activities = ReturnType<typeof createActivities>;

export function createActivities({ openCloud, lookUpServer }: ActivityDependencies) {
  const step: Step =
    (work) =>
    (spec, ...args) =>
      running(async (run) => {
        const clouds = {
          source: await openCloud(spec.source),
          destination: await openCloud(spec.destination),
        };
        return work({ spec, clouds, run }, ...args);
      });
  return {
    planMigration: step(
      ({ spec, clouds }, only: readonly string[] | null, seal?: PlanSeal, others?: boolean) =>
        planMigration(spec, clouds, { only: only ?? undefined, others, seal }),
    ),
    planProject: step(
      (
        { spec, clouds },
        narrow: { readonly project: string; readonly only?: readonly string[] },
        known: readonly string[],
      ) => planProject(spec, clouds, narrow, known),
    ),
    copyItems: step(
      (
        { spec, clouds, run },
        items: readonly CopyItem[],
        ids: IdMap,
        missing: readonly string[] = [],
      ) => copyItems(spec, clouds, { items, ids, missing }, run),
    ),
    /** Of a destination project, or of the one made from a source project, if any. */
    takeAccess: step(({ spec, clouds }, projectId: string | null, sourceId?: string) =>
      unlessConflicting(async () => {
        const id = projectId ?? (await madeFrom(clouds.destination, sourceId ?? ''));
        if (id !== undefined) await takeAccess(clouds.destination, id, spec.name);
      }),
    ),
    lookUpServer: (workflowId: string): Promise<LookUp> => running(() => lookUpServer(workflowId)),
    ...sourceSteps(step),
    ...destinationSteps(step),
  };
}

/** What a step works with, besides its own arguments. */
interface At {
  readonly spec: Spec;
  readonly clouds: Clouds;
  readonly run: Run;
}

/** An activity of a spec: its clouds are opened before it, and its errors leave as `running` says. */
type Step = <Args extends unknown[], Answer>(
  work: (at: At, ...args: Args) => Promise<Answer>,
) => (spec: Spec, ...args: Args) => Promise<Answer>;

function sourceSteps(step: Step) {
  const plain = (work: (spec: Spec, clouds: Clouds, server: NamedId, run: Run) => Promise<void>) =>
    step(({ spec, clouds, run }, server: NamedId) => work(spec, clouds, server, run));
  return {
    inspectServer: step(({ spec, clouds }, server: NamedId, ids: IdMap) =>
      inspectServer(spec, clouds, server, ids),
    ),
    lockSource: step(
      ({ spec, clouds }, server: NamedId, original: SourceRecord, items: readonly CopyItem[]) =>
        lock.lockSource(spec, clouds, server, { original, items }),
    ),
    quiesceSource: plain(source.quiesceSource),
    silenceSource: plain(source.silenceSource),
    restoreSource: step(({ spec, clouds, run }, server: NamedId, original: SourceRecord) =>
      patiently(() => lock.restoreSource(spec, clouds, server, original, run)),
    ),
    fenceSource: plain(source.fenceSource),
    wakeSource: plain(source.wakeSource),
    stopSource: plain(source.stopSource),
    unfenceSource: step(({ clouds }, server: NamedId) => source.unfenceSource(clouds, server)),
    shelveSource: plain(source.shelveSource),
    deleteSource: plain(source.deleteSource),
    unlockSource: step(({ clouds }, server: NamedId, original: SourceRecord) =>
      lock.unlockSource(clouds, server, original),
    ),
  };
}

function destinationSteps(step: Step) {
  return {
    createServer: step(({ spec, clouds, run }, server: NamedId, ids: IdMap) =>
      destination.createServer(spec, clouds, server, ids, run),
    ),
    settleDestination: step(({ spec, clouds, run }, id: string, original: SourceRecord) =>
      destination.settleDestination(spec, clouds, id, original, run),
    ),
    associateAddresses: step(({ spec, clouds, run }, items: readonly CopyItem[], ids: IdMap) =>
      destination.associateAddresses(spec, clouds, items, ids, run),
    ),
    verifyServer: step(
      (
        { spec, clouds, run },
        server: NamedId,
        expected: { readonly items: readonly CopyItem[]; readonly original: SourceRecord },
        ids: IdMap,
      ) => verifyServer(spec, clouds, server, expected, ids, run),
    ),
    markVerified: step(({ clouds }, id: string) => destination.markVerified(clouds, id)),
    finishServer: step(({ clouds }, id: string) => destination.finishServer(clouds, id)),
    removeServer: step(({ spec, clouds, run }, server: NamedId, ids: IdMap) =>
      patiently(() => destination.removeServer(spec, clouds, server, ids, run)),
    ),
    removeItems: step(({ clouds, run }, items: readonly CopyItem[], ids: IdMap) =>
      patiently(() => destination.removeItems(clouds, items, ids, run)),
    ),
  };
}
