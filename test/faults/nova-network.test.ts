import { afterAll, beforeAll, expect, test } from 'vitest';
import { retryMigration } from '../../src/cli/migrations/retry.ts';
import { startMigration } from '../../src/cli/migrations/start-migration.ts';
import { readStatus } from '../../src/cli/migrations/status.ts';
import { migrationWorkflowId } from '../../src/model/names.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { isMutating } from '../../src/simulator/journal.ts';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { inventoryOf } from './harness/inventory.ts';
import type { Inventory } from './harness/inventory.ts';
import { watchAddresses } from './harness/twice.ts';
import type { Watch } from './harness/twice.ts';
import { openWorld } from './harness/world.ts';
import type { World } from './harness/world.ts';
import { seedCompany } from './seed/company.ts';
import { prepareDestination } from './seed/destination.ts';
import { openAs } from './seed/make.ts';
import type { ServerShape } from './seed/shapes.ts';

// A whole migration from a cloud without Neutron, its Nova of Train: the last release that had its own networks.
let world: World;
let simulation: Simulation;
let watch: Watch;
let destination: Cloud;
let before: Inventory;

beforeAll(async () => {
  world = await openWorld(18_844);
  simulation = await startSimulation({
    clouds: [
      { name: 'old', pace: 0.01, networking: 'nova-network', computeNewest: 79 },
      { name: 'new', pace: 0.01 },
    ],
  });
  await world.addClouds(simulation.cloudsYaml);
  // Who builds the source sees the Neutron that keeps its networks.
  const builder = simulation.cloudsYaml
    .replace('old:', 'builder:')
    .replace(
      /region_name:/,
      `network_endpoint_override: ${simulation.clouds[0]?.origins.network}\n    region_name:`,
    );
  await world.addClouds(builder);
  const source = await openAs('builder', world.environment);
  destination = await openAs('new', world.environment);
  await prepareDestination(destination);
  const web: ServerShape = { name: 'web-1', status: 'ACTIVE', locked: false, floatingIp: true };
  const off: ServerShape = { ...web, name: 'web-2', status: 'SHUTOFF', floatingIp: false };
  await seedCompany(source, asAlice(builder), [web, off], { novaNetwork: true });
  await world.dropClouds(['alice']);
  before = await inventoryOf(source);
  watch = watchAddresses(simulation.clouds[0]!, simulation.clouds[1]!);
});
afterAll(async () => {
  watch?.stop();
  await simulation?.close();
  await world?.end();
});

function asAlice(builder: string) {
  return async () => {
    await world.addClouds(
      builder
        .replace('builder:', 'alice:')
        .replace('username: admin', 'username: alice')
        .replace(/password: .*/, 'password: alice-s3cret')
        .replace('project_name: admin', 'project_name: acme'),
    );
    return openAs('alice', world.environment);
  };
}

function specOf(server: object, more: object = {}): Spec {
  return specSchema.parse({
    name: 'from-nova-network',
    source: 'old',
    destination: 'new',
    select: { projects: ['acme'] },
    mappings: { network: { public: 'public' } },
    server,
    ...more,
  });
}

test('a plan that would wake a suspended server on its network is refused before anything changed', async () => {
  simulation.journal.clear();
  await startMigration(world.client, { spec: specOf({}) });
  await expect(resultOf()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('quiesce: stop') },
  });
  // Rights are tried by calls that every cloud refuses.
  const done = simulation.journal.entries.filter(({ status }) => (status ?? 0) < 400);
  expect(done.filter(isMutating)).toEqual([]);
});

test('a floating IP on a shared segment is taken off the source, and given back where its copy fails', async () => {
  const spec = specOf(
    {
      quiesce: 'stop',
      deadlineSeconds: 10,
      probes: [{ type: 'console', contains: 'what no console says' }],
    },
    { sharedSegments: ['public'] },
  );
  await retryMigration(world.client, { name: spec.name, servers: [], spec });
  await resultOf().catch(() => undefined);
  // A server that is off answers no probe, and is asked none.
  await expect.poll(outcomes, { timeout: 30_000 }).toEqual([
    ['web-1', 'compensated'],
    ['web-2', 'migrated'],
  ]);
  const actions = simulation.journal.entries
    .filter(({ cloud, path }) => cloud === 'old' && path.endsWith('/action'))
    .map(({ body }) => Object.keys(JSON.parse(body ?? '{}') as object)[0]);
  expect(actions).toEqual(expect.arrayContaining(['removeFloatingIp', 'addFloatingIp']));
  const source = await openAs('builder', world.environment);
  const now = await inventoryOf(source);
  expect(serversOf(now)).toEqual(serversOf(before));
  const [web] = now['server']?.filter(({ name }) => name === 'web-1') ?? [];
  expect(web).toMatchObject({ tags: ['blue'], status: 'ACTIVE', locked: false });
});

test('servers move with their addresses, MACs, floating IPs and security groups', async () => {
  const spec = specOf({ quiesce: 'stop', deadlineSeconds: 15 });
  await retryMigration(world.client, { name: spec.name, servers: [], spec });
  await resultOf();
  await expect.poll(outcomes, { timeout: 30_000 }).toEqual([
    ['web-1', 'migrated'],
    ['web-2', 'migrated'],
  ]);
  const after = await inventoryOf(destination);
  expect(serversOf(after)).toEqual(serversOf(before));
  expect(rulesOf(after)).toEqual(rulesOf(before));
  expect([...watch.seen]).toEqual([]);
});

function resultOf(): Promise<unknown> {
  return world.client.workflow.getHandle(migrationWorkflowId('from-nova-network')).result();
}

/** Temporal's index, from which they are read, lags a little behind a migration's own end. */
async function outcomes(): Promise<unknown> {
  const { servers } = await readStatus(world.client, 'from-nova-network');
  return servers.map(({ name, outcome }) => [name, outcome]);
}

function serversOf({ server = [] }: Inventory): unknown {
  return server
    .map(({ name, addresses }) => ({ name: String(name), addresses }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

/** Of the group `web`, in words of its own. */
function rulesOf(inventory: Inventory): string[] {
  const group = inventory['security-group']?.find(({ name }) => name === 'web');
  const rules = group?.['security_group_rules'] as readonly Record<string, unknown>[];
  return rules
    .map((rule) =>
      [
        rule['direction'],
        rule['ethertype'],
        rule['protocol'],
        // Nova writes any port as 1 to 65535.
        rule['port_range_min'] ?? (rule['protocol'] === 'tcp' ? 1 : ''),
        rule['remote_ip_prefix'],
        rule['remote_group_id'] === group?.['id'] ? 'itself' : 'all',
      ].join(' '),
    )
    .toSorted();
}
