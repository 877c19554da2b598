import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
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
import { heldUp, secretsIn } from './histories.ts';
import { inventoryOf, linesOf } from './inventory.ts';
import type { Inventory } from './inventory.ts';
import { difference, violations } from './invariants.ts';
import type { Clouds, End } from './invariants.ts';
import { watchStuckTasks } from './operator.ts';
import { watchAddresses } from './twice.ts';
import type { Watch } from './twice.ts';
import { seedCompany } from '../seed/company.ts';
import { prepareDestination } from '../seed/destination.ts';
import { seedElsewhere } from '../seed/elsewhere.ts';
import { openAs } from '../seed/make.ts';
import { SECRETS } from '../seed/shapes.ts';
import type { ServerShape } from '../seed/shapes.ts';
import type { World } from './world.ts';

/** What is migrated. */
export interface Workload {
  /** Of the company `acme`. None: a source without servers, of which everything is migrated (`strategy: all`). */
  readonly servers: readonly ServerShape[];
  /** The clouds share the external network's segment: a source is silenced before its copy answers. */
  readonly shared?: boolean;
}

export interface Case extends Workload {
  /** Names it in what is printed. */
  readonly name: string;
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
  const spec = specOf(name, names, wanted);
  const found: string[] = [];
  const judge = async (): Promise<{ end: End; after: Clouds }> => {
    const end = await endOf(world, name, wanted);
    const after = await look();
    found.push(...violations(before, after, end));
    return { end, after };
  };
  await startMigration(world.client, { spec });
  let { end, after } = await judge();
  const outcomes = outcomesOf(end);
  const calls = simulation.journal.entries.filter(isMutating);
  const struck = simulation.faults.unused().length === 0;
  let retries = 0;
  while (!allMoved(end) && retries < RETRIES) {
    retries += 1;
    await retryMigration(world.client, { name, servers: failedOf(end), spec });
    ({ end, after } = await judge());
  }
  if (!allMoved(end)) found.push(`it does not end well: ${JSON.stringify(end)}`);
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
  const member = `${names.source}-member`;
  const logIn = async (user: string, project: string, domain = 'Default') => {
    const { clouds } = parse(simulation.cloudsYaml) as { clouds: Record<string, CloudEntry> };
    const own = {
      auth_url: clouds[names.source]?.auth.auth_url,
      username: user,
      password: SECRETS.find((secret) => secret.startsWith(`${user}-`)),
      project_name: project,
      user_domain_name: domain,
      project_domain_name: domain,
    };
    const entry = { ...clouds[names.source], auth: own };
    await world.addClouds(stringify({ clouds: { [member]: entry } }));
    return openAs(member, world.environment);
  };
  await (wanted.servers.length === 0
    ? seedElsewhere(source, logIn)
    : seedCompany(source, logIn, wanted.servers));
  await world.dropClouds([member]);
  return async () => ({
    source: await inventoryOf(source),
    destination: await inventoryOf(destination),
  });
}

interface CloudEntry {
  readonly auth: { readonly auth_url: string };
}

function specOf(name: string, names: Stage['names'], { servers, shared }: Workload): Spec {
  return specSchema.parse({
    name,
    ...names,
    ...(servers.length === 0 ? { strategy: 'all' } : { select: { projects: ['acme'] } }),
    ...(shared === true ? { sharedSegments: ['public'] } : {}),
    mappings: { network: { public: 'public' } },
    server: { deadlineSeconds: DEADLINE },
  });
}

/** Waits for the end of the last run. A migration that fails as a whole has a word for each server. */
async function endOf(world: World, name: string, wanted: Case): Promise<End> {
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
      const items = status.failedItems.map(({ key, error }) => `${key}: ${error}`);
      const servers = wanted.servers.map((shape) => {
        const server = status.servers.find((each) => each.name === shape.name);
        return {
          name: shape.name,
          outcome: server?.outcome,
          error: (server?.error ?? status.error ?? items.join('; ')) || undefined,
        };
      });
      const { shared = false } = wanted;
      return { servers, status: status.status, error: status.error, items, shared };
    }
    if (Date.now() > until) {
      throw new Error(
        `${wanted.name}: no end in ${END_MS / 1000} s: ${await heldUp(world.client)}`,
      );
    }
    await sleep(250);
  }
}

/** No server's workflow goes on when its migration has ended. */
async function idle(world: World, name: string): Promise<boolean> {
  const states = await listServers(world.client, name).catch(() => undefined);
  return states?.every(({ outcome }) => outcome !== undefined) === true;
}

function allMoved({ servers, status, items }: End): boolean {
  const moved = servers.every(({ outcome }) => outcome === 'migrated' || outcome === 'reused');
  return moved && status === 'completed' && items.length === 0;
}

function outcomesOf({ servers, status, error, items }: End): string[] {
  const all = [
    ...servers.map((each) => [each.outcome ?? 'none', each.error] as const),
    ...(servers.length === 0 ? [[status, error] as const] : []),
    ...items.map((item) => ['not copied', item] as const),
  ];
  return all.map(([outcome, why]) => (why === undefined ? outcome : `${outcome}: ${why}`));
}

/** By name where a bare `retry` would leave them out. */
function failedOf({ servers }: End): string[] {
  return servers
    .filter(({ outcome }) => outcome === 'retire-failed' || outcome === 'compensation-failed')
    .map(({ name }) => name);
}
