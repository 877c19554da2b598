import { setTimeout as sleep } from 'node:timers/promises';
import { listServers } from '../../../src/cli/migrations/server-states.ts';
import { readStatus } from '../../../src/cli/migrations/status.ts';
import { retryMigration } from '../../../src/cli/migrations/retry.ts';
import { startMigration } from '../../../src/cli/migrations/start-migration.ts';
import { migrationWorkflowId } from '../../../src/model/names.ts';
import { specSchema } from '../../../src/model/spec.ts';
import type { Spec } from '../../../src/model/spec.ts';
import type { FaultInput } from '../../../src/simulator/faults/plan.ts';
import { isMutating } from '../../../src/simulator/journal.ts';
import type { JournalEntry } from '../../../src/simulator/journal.ts';
import { startSimulation } from '../../../src/simulator/start.ts';
import type { Simulation } from '../../../src/simulator/start.ts';
import { secretsIn } from './histories.ts';
import { inventoryOf, linesOf } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { difference, violations } from './invariants.ts';
import type { Clouds, Ended } from './invariants.ts';
import { watchStuckTasks } from './operator.ts';
import { watchAddresses } from './twice.ts';
import type { Watch } from './twice.ts';
import { openAs, prepareDestination, seedSource } from './workload.ts';
import type { ServerShape } from './workload.ts';
import type { World } from './world.ts';

export interface Case {
  /** Names it in what is printed. */
  readonly name: string;
  readonly servers: readonly ServerShape[];
  readonly faults: readonly FaultInput[];
  /** What a fault `signal` does. */
  readonly onSignal?: (entry: JournalEntry) => Promise<void>;
  /** Milliseconds by which the destination's clock is ahead. */
  readonly ahead?: number;
  /** Lines of the destination as a run without faults leaves it; absent in that run itself. */
  readonly clean?: readonly string[];
}

export interface Verdict {
  readonly name: string;
  readonly violations: readonly string[];
  /** Of the first run, before any retry. */
  readonly outcomes: readonly string[];
  readonly retries: number;
  readonly seconds: number;
  /** The first run's mutating calls. */
  readonly calls: readonly JournalEntry[];
  /** Lines of the destination in the end. */
  readonly destination: readonly string[];
  /** Whether every fault has struck. */
  readonly struck: boolean;
}

const PACE = 0.01;
const END_MS = 240_000;
/** More than the times that faults of a schedule can strike, one after the other. */
const RETRIES = 17;
/** Seconds a server may take: a fault that holds it in BUILD costs as much. */
const DEADLINE = 15;
let count = 0;

/** Migrates a workload under faults, to its end, and once more until it is there; judges both clouds after each. */
export async function runCase(world: World, wanted: Case): Promise<Verdict> {
  const began = Date.now();
  const number = (count += 1);
  const names = { source: `s${process.pid}-${number}`, destination: `d${process.pid}-${number}` };
  const simulation = await startSimulation({
    clouds: [
      { name: names.source, pace: PACE },
      { name: names.destination, pace: PACE, ahead: wanted.ahead ?? 0 },
    ],
    ...(wanted.onSignal === undefined ? {} : { onSignal: wanted.onSignal }),
  });
  await world.addClouds(withTimeouts(simulation.cloudsYaml));
  const [source, destination] = simulation.clouds;
  const watch = watchAddresses(source!, destination!);
  const operator = watchStuckTasks(await openAs(names.source, world.environment));
  try {
    const found = await judged(world, wanted, { names, simulation, number, watch });
    return { name: wanted.name, ...found, seconds: (Date.now() - began) / 1000 };
  } finally {
    watch.stop();
    operator.goHome();
    await simulation.close();
    await world.dropClouds(Object.values(names));
  }
}

/** An answer that does not come is waited for no longer than this. */
function withTimeouts(yaml: string): string {
  return yaml.replaceAll(/^( +)region_name:/gm, '$1api_timeout: 4\n$1region_name:');
}

interface Stage {
  readonly names: { readonly source: string; readonly destination: string };
  readonly simulation: Simulation;
  readonly number: number;
  readonly watch: Watch;
}

type Found = Omit<Verdict, 'name' | 'seconds'>;

async function judged(world: World, wanted: Case, stage: Stage): Promise<Found> {
  const { names, simulation, number, watch } = stage;
  const look = await prepare(world, wanted, stage);
  const before = await look();
  simulation.journal.clear();
  // A fault names its cloud by role.
  simulation.faults.plan(
    wanted.faults.map((fault) => ({ ...fault, cloud: names[fault.cloud as keyof typeof names] })),
  );
  const name = `m${process.pid}-${number}`;
  const spec = specOf(name, names);
  const found: string[] = [];
  const judge = async (): Promise<{ ended: readonly Ended[]; after: Clouds }> => {
    const ended = await endOf(world, name, wanted);
    const after = await look();
    found.push(...violations(before, after, ended));
    return { ended, after };
  };
  await startMigration(world.client, { spec });
  let { ended, after } = await judge();
  const outcomes = ended.map(({ outcome = 'none', error }) =>
    error === undefined ? outcome : `${outcome}: ${error}`,
  );
  const calls = simulation.journal.entries.filter(isMutating);
  const struck = simulation.faults.unused().length === 0;
  let retries = 0;
  while (!allMoved(ended) && retries < RETRIES) {
    retries += 1;
    await retryMigration(world.client, { name, servers: failedOf(ended), spec });
    ({ ended, after } = await judge());
  }
  if (!allMoved(ended)) found.push(`it does not end well: ${JSON.stringify(ended)}`);
  const lines = linesOf(after.destination, before.source);
  if (wanted.clean !== undefined) {
    found.push(...difference(wanted.clean, lines).map((line) => `unlike a clean run: ${line}`));
  }
  found.push(...[...watch.seen].map((address) => `${address} answered in both clouds at once`));
  found.push(...(await secretsIn(world.client, name, simulation)));
  return { violations: found, outcomes, retries, calls, destination: lines, struck };
}

async function prepare(
  world: World,
  wanted: Case,
  { names, simulation }: Stage,
): Promise<() => Promise<{ source: Inventory; destination: Inventory }>> {
  const source = await openAs(names.source, world.environment);
  const destination = await openAs(names.destination, world.environment);
  await prepareDestination(destination);
  const alice = `${names.source}-alice`;
  const asAlice = async () => {
    await world.addClouds(
      simulation.cloudsYaml
        .replace(names.source, alice)
        .replace('username: admin', 'username: alice')
        .replace(/password: .*/, 'password: alice-s3cret')
        .replace('project_name: admin', 'project_name: acme'),
    );
    return openAs(alice, world.environment);
  };
  await seedSource(source, asAlice, wanted.servers);
  await world.dropClouds([alice]);
  return async () => ({
    source: await inventoryOf(source),
    destination: await inventoryOf(destination),
  });
}

function specOf(name: string, names: Stage['names']): Spec {
  return specSchema.parse({
    name,
    ...names,
    select: { projects: ['acme'] },
    mappings: { network: { public: 'public' } },
    server: { deadlineSeconds: DEADLINE },
  });
}

/** Waits for the end of the last run. A migration that fails as a whole has a word for each server. */
async function endOf(world: World, name: string, wanted: Case): Promise<readonly Ended[]> {
  const until = Date.now() + END_MS;
  // Cheaper than to look again and again; how it ended is read below.
  const migration = world.client.workflow.getHandle(migrationWorkflowId(name));
  await Promise.race([
    migration.result().catch(() => undefined),
    sleep(END_MS, undefined, { ref: false }),
  ]);
  for (;;) {
    // The index of servers lags behind the migration's own end: it is asked first.
    const over = await idle(world, name);
    const status = over ? await readStatus(world.client, name).catch(() => undefined) : undefined;
    if (status !== undefined && status.status !== 'running') {
      return wanted.servers.map((shape) => {
        const server = status.servers.find((each) => each.name === shape.name);
        const items = status.failedItems.map((each) => each.error).join('; ');
        return {
          name: shape.name,
          outcome: server?.outcome,
          error: (server?.error ?? status.error ?? items) || undefined,
        };
      });
    }
    if (Date.now() > until) throw new Error(`${wanted.name}: no end in ${END_MS / 1000} s`);
    await sleep(250);
  }
}

/** No server's workflow goes on when its migration has ended. */
async function idle(world: World, name: string): Promise<boolean> {
  const states = await listServers(world.client, name).catch(() => undefined);
  return states?.every(({ outcome }) => outcome !== undefined) === true;
}

function allMoved(ended: readonly Ended[]): boolean {
  return ended.every(({ outcome }) => outcome === 'migrated' || outcome === 'reused');
}

/** By name where a bare `retry` would leave them out. */
function failedOf(ended: readonly Ended[]): string[] {
  return ended
    .filter(({ outcome }) => outcome === 'retire-failed' || outcome === 'compensation-failed')
    .map(({ name }) => name);
}
