import { setTimeout } from 'node:timers/promises';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { CopyResult } from '../../../src/activities/copy.ts';
import type { Activities } from '../../../src/activities/create-activities.ts';
import type {
  CopyItem,
  MigrationPlan,
  ProjectPlan,
} from '../../../src/activities/workflow-plan.ts';
import { running } from '../../../src/activities/run.ts';
import type { Inspection } from '../../../src/activities/server-inspection.ts';
import { BlockedError } from '../../../src/errors/migration.ts';
import { parseReferenceKey } from '../../../src/model/reference.ts';
import { specSchema } from '../../../src/model/spec.ts';
import type { Spec } from '../../../src/model/spec.ts';
import { lookUpServer } from '../../../src/temporal/look-up.ts';

export type Step = keyof Activities;

/** What a step does instead of succeeding; undefined where it succeeds after all. */
export type Behaviour = (call: Call) => unknown;

export interface Call {
  readonly step: Step;
  /** The id of the server (or first item, or project) it is about. */
  readonly of: string;
  readonly args: readonly unknown[];
}

/** One migration's clouds, as far as the workflows see them: calls are recorded, and fail or hang as the test says. */
export interface World {
  readonly spec: Spec;
  readonly calls: Call[];
  migrationPlan: Partial<MigrationPlan>;
  readonly projectPlans: Map<string, Partial<ProjectPlan>>;
  readonly behaviours: Map<string, Behaviour>;
  /** Says how a step behaves, for one server or all. */
  on(step: Step, behaviour: Behaviour, of?: string): void;
  /** Names of the steps of one server, in order. */
  steps(of: string): Step[];
  /** Resolves when a step has been called (`times` times). */
  called(step: Step, of?: string, times?: number): Promise<void>;
}

const worlds = new Map<string, World>();
let worldsMade = 0;

export type SpecWords = Partial<{
  [Key in 'server' | 'limits' | 'mappings']: unknown;
}>;

export function newWorld(words: SpecWords = {}): World {
  worldsMade += 1;
  const name = `m${worldsMade}`;
  const spec = specSchema.parse({
    name,
    source: 'old',
    destination: 'new',
    select: { projects: ['p1'] },
    ...words,
  });
  const world: World = {
    spec,
    calls: [],
    migrationPlan: {},
    projectPlans: new Map(),
    behaviours: new Map(),
    on: (step, behaviour, of = '*') => void world.behaviours.set(`${step} ${of}`, behaviour),
    steps: (of) => world.calls.filter((call) => call.of === of).map((call) => call.step),
    async called(step, of, times = 1) {
      const count = (): number =>
        world.calls.filter((call) => call.step === step && (of === undefined || call.of === of))
          .length;
      while (count() < times) await setTimeout(10);
    },
  };
  worlds.set(name, world);
  return world;
}

/** An id that no other test of the file uses: workflow ids are made of it. */
export function newServerId(): string {
  serversMade += 1;
  return `server-${serversMade}`;
}
let serversMade = 0;

/** A step that fails for good, in the words of a cloud. */
export function fails(words: string): Behaviour {
  return () => {
    throw new BlockedError(words);
  };
}

/** A step that fails for good the first times, and then succeeds. */
export function failsFirst(words: string, times = 1): Behaviour {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls <= times) throw new BlockedError(words);
  };
}

/** A step that never ends by itself: a cancellation ends it. */
export async function hangs(): Promise<never> {
  for (;;) {
    heartbeat();
    await setTimeout(50, undefined, { signal: cancellationSignal() });
  }
}

/** A step that ends when the test says so. */
export function gated(): { behaviour: Behaviour; open: () => void } {
  const opening = new AbortController();
  const opened = new Promise<void>((resolve) => {
    opening.signal.addEventListener('abort', () => resolve());
  });
  return { behaviour: () => opened, open: () => opening.abort() };
}

const ORIGINAL: Inspection['original'] = { status: 'ACTIVE', locked: false };

export function inspectionOf(id: string, change: Partial<Inspection> = {}): Inspection {
  return {
    original: ORIGINAL,
    destination: { state: 'none', id: undefined },
    levels: [[item(`port/${id}`)], [item(`floating-ip/${id}`)]],
    ...change,
  };
}

export function item(key: string, change: Partial<CopyItem> = {}): CopyItem {
  return { key, name: key, bulk: false, ...change };
}

export function projectPlan(
  servers: readonly string[],
  change: Partial<ProjectPlan> = {},
): ProjectPlan {
  return {
    levels: [],
    ids: {},
    concerns: [],
    reused: 0,
    keys: [],
    servers: servers.map((id) => ({ id, name: id, needs: [] })),
    migrated: 0,
    ...change,
  };
}

/** What happens before a server's workflow is looked up, by its id. */
export const lookUps = new Map<string, () => Promise<void>>();

type Args = readonly unknown[];
const DESTINATION = 'dst-';

/** The activities of all worlds. What succeeds, succeeds with nothing to say, but for the steps named here. */
export function scriptedActivities(client: Client): Activities {
  const answers: Partial<Record<Step, (world: World, args: Args, of: string) => unknown>> = {
    planMigration: (world) => ({
      levels: [],
      ids: {},
      projects: [{ id: 'p1', name: 'p1' }],
      concerns: [],
      reused: 0,
      ...world.migrationPlan,
    }),
    planProject: (world, [, narrow]) => {
      const { project, only } = narrow as { project: string; only?: readonly string[] };
      const plan = { ...projectPlan([]), ...world.projectPlans.get(project) };
      if (only === undefined) return plan;
      return { ...plan, servers: plan.servers.filter(({ id }) => only.includes(id)) };
    },
    copyItems: (_world, [, items]): CopyResult => ({
      ids: Object.fromEntries((items as CopyItem[]).map(({ key }) => [key, DESTINATION + key])),
      created: (items as CopyItem[]).length,
      reused: 0,
      failed: [],
      concerns: [],
    }),
    inspectServer: (_world, _args, of) => inspectionOf(of),
    createServer: (_world, _args, of) => DESTINATION + of,
    verifyServer: () => [],
  };
  const scripted =
    (step: Step) =>
    (spec: Spec, ...rest: unknown[]) =>
      running(async () => {
        const world = worlds.get(spec.name);
        if (world === undefined) throw new BlockedError(`there is no world ${spec.name}`);
        const args = [spec, ...rest];
        const of = subjectOf(rest[0]);
        world.calls.push({ step, of, args });
        const behaviour =
          world.behaviours.get(`${step} ${of}`) ?? world.behaviours.get(`${step} *`);
        const answer = await behaviour?.({ step, of, args });
        return answer === undefined ? answers[step]?.(world, args, of) : answer;
      });
  const names: readonly Exclude<Step, 'lookUpServer'>[] = [
    ...(['planMigration', 'planProject', 'copyItems', 'takeAccess', 'inspectServer'] as const),
    ...(['lockSource', 'quiesceSource', 'restoreSource', 'fenceSource', 'wakeSource'] as const),
    ...([
      'silenceSource',
      'stopSource',
      'unfenceSource',
      'shelveSource',
      'deleteSource',
      'unlockSource',
    ] as const),
    ...(['createServer', 'settleDestination', 'associateAddresses', 'verifyServer'] as const),
    ...(['markVerified', 'finishServer', 'removeServer', 'removeItems'] as const),
  ];
  return {
    ...Object.fromEntries(names.map((step) => [step, scripted(step)])),
    lookUpServer: (workflowId: string) =>
      running(async () => {
        await lookUps.get(workflowId)?.();
        return lookUpServer(client, workflowId);
      }),
  } as unknown as Activities;
}

function subjectOf(first: unknown): string {
  if (typeof first === 'string')
    return first.startsWith(DESTINATION) ? first.slice(DESTINATION.length) : first;
  if (Array.isArray(first)) {
    const [head] = first as readonly (CopyItem | string | undefined)[];
    return typeof head === 'object' ? parseReferenceKey(head.key).id : (head ?? '');
  }
  if (typeof first !== 'object' || first === null) return '';
  const { id, project } = first as { id?: string; project?: string };
  return id ?? project ?? '';
}
