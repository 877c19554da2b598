import type { Concern } from '../model/concern.ts';
import type { IdMap } from '../model/id-map.ts';
import type { PlanSeal } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { takeAccess } from './access.ts';
import { copyItems } from './copy.ts';
import { patiently, unlessConflicting } from './failure.ts';
import type { CopyResult } from './copy.ts';
import type { LookUp } from './look-up.ts';
import { madeFrom } from './made-from.ts';
import { planMigration, planProject } from './plan-workflow.ts';
import type { CopyItem, MigrationPlan, NamedId, ProjectPlan } from './plan-workflow.ts';
import type { Clouds } from '../resources/resource-kind.ts';
import { running } from './run.ts';
import * as destination from './server-destination.ts';
import * as source from './server-source.ts';
import { verifyServer } from './server-verify.ts';
import type { Inspection, Original } from './server-source.ts';

export interface ActivityDependencies {
  readonly openCloud: (name: string) => Promise<Cloud>;
  /** A server's workflow, by its id. */
  readonly lookUpServer: (workflowId: string) => Promise<LookUp>;
}

/** Every verb the workflows know. All may be run again after they died at any point. */
export type Activities = ReturnType<typeof createActivities>;

export function createActivities({ openCloud, lookUpServer }: ActivityDependencies) {
  const cloudsOf = async (spec: Spec): Promise<Clouds> => ({
    source: await openCloud(spec.source),
    destination: await openCloud(spec.destination),
  });
  return {
    planMigration: (
      spec: Spec,
      only: readonly string[] | null,
      seal?: PlanSeal,
      others?: boolean,
    ): Promise<MigrationPlan> =>
      running(async () =>
        planMigration(spec, await cloudsOf(spec), { only: only ?? undefined, others, seal }),
      ),
    planProject: (
      spec: Spec,
      narrow: { readonly project: string; readonly only?: readonly string[] },
      known: readonly string[],
    ): Promise<ProjectPlan> =>
      running(async () => planProject(spec, await cloudsOf(spec), narrow, known)),
    copyItems: (
      spec: Spec,
      items: readonly CopyItem[],
      ids: IdMap,
      missing: readonly string[] = [],
    ): Promise<CopyResult> =>
      running(async (run) => copyItems(spec, await cloudsOf(spec), { items, ids, missing }, run)),
    /** Of a destination project, or of the one made from a source project, if any. */
    takeAccess: (spec: Spec, projectId: string | null, sourceId?: string): Promise<void> =>
      running(() =>
        unlessConflicting(async () => {
          const { destination } = await cloudsOf(spec);
          const id = projectId ?? (await madeFrom(destination, sourceId ?? ''));
          if (id !== undefined) await takeAccess(destination, id, spec.name);
        }),
      ),
    lookUpServer: (workflowId: string): Promise<LookUp> => running(() => lookUpServer(workflowId)),
    ...sourceSteps(cloudsOf),
    ...destinationSteps(cloudsOf),
  };
}

type CloudsOf = (spec: Spec) => Promise<Clouds>;

function sourceSteps(cloudsOf: CloudsOf) {
  return {
    inspectServer: (spec: Spec, server: NamedId, ids: IdMap): Promise<Inspection> =>
      running(async () => source.inspectServer(spec, await cloudsOf(spec), server, ids)),
    lockSource: (
      spec: Spec,
      server: NamedId,
      original: Original,
      items: readonly CopyItem[],
    ): Promise<void> =>
      running(async () =>
        source.lockSource(spec, await cloudsOf(spec), server, { original, items }),
      ),
    quiesceSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.quiesceSource(spec, await cloudsOf(spec), server, run)),
    restoreSource: (spec: Spec, server: NamedId, original: Original): Promise<void> =>
      running(async (run) =>
        patiently(async () =>
          source.restoreSource(spec, await cloudsOf(spec), server, original, run),
        ),
      ),
    silenceSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.silenceSource(spec, await cloudsOf(spec), server, run)),
    fenceSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.fenceSource(spec, await cloudsOf(spec), server, run)),
    wakeSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.wakeSource(spec, await cloudsOf(spec), server, run)),
    stopSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.stopSource(spec, await cloudsOf(spec), server, run)),
    unfenceSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async () => source.unfenceSource(spec, await cloudsOf(spec), server)),
    shelveSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.shelveSource(spec, await cloudsOf(spec), server, run)),
    deleteSource: (spec: Spec, server: NamedId): Promise<void> =>
      running(async (run) => source.deleteSource(spec, await cloudsOf(spec), server, run)),
    unlockSource: (spec: Spec, server: NamedId, original: Original): Promise<void> =>
      running(async () => source.unlockSource(await cloudsOf(spec), server, original)),
  };
}

function destinationSteps(cloudsOf: CloudsOf) {
  return {
    createServer: (spec: Spec, server: NamedId, ids: IdMap): Promise<string> =>
      running(async (run) =>
        destination.createServer(spec, await cloudsOf(spec), server, ids, run),
      ),
    settleDestination: (spec: Spec, id: string, original: Original): Promise<void> =>
      running(async (run) =>
        destination.settleDestination(spec, await cloudsOf(spec), id, original, run),
      ),
    associateAddresses: (spec: Spec, items: readonly CopyItem[], ids: IdMap): Promise<void> =>
      running(async (run) =>
        destination.associateAddresses(spec, await cloudsOf(spec), items, ids, run),
      ),
    verifyServer: (
      spec: Spec,
      server: NamedId,
      expected: { readonly items: readonly CopyItem[]; readonly original: Original },
      ids: IdMap,
    ): Promise<Concern[]> =>
      running(async (run) => verifyServer(spec, await cloudsOf(spec), server, expected, ids, run)),
    markVerified: (spec: Spec, id: string): Promise<void> =>
      running(async () => destination.markVerified(await cloudsOf(spec), id)),
    finishServer: (spec: Spec, id: string): Promise<void> =>
      running(async () => destination.finishServer(await cloudsOf(spec), id)),
    removeServer: (spec: Spec, server: NamedId, ids: IdMap): Promise<void> =>
      running(async (run) =>
        patiently(async () =>
          destination.removeServer(spec, await cloudsOf(spec), server, ids, run),
        ),
      ),
    removeItems: (spec: Spec, items: readonly CopyItem[], ids: IdMap): Promise<void> =>
      running(async (run) =>
        patiently(async () => destination.removeItems(await cloudsOf(spec), items, ids, run)),
      ),
  };
}
