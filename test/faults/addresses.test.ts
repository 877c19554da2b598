import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMigration } from '../../src/cli/migrations/start-migration.ts';
import { readStatus } from '../../src/cli/migrations/status.ts';
import { migrationWorkflowId } from '../../src/model/names.ts';
import { specSchema } from '../../src/model/spec.ts';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { inventoryOf } from './harness/inventory.ts';
import { openWorld } from './harness/world.ts';
import type { World } from './harness/world.ts';
import { seedCompany } from './seed/company.ts';
import { make, openAs } from './seed/make.ts';
import { WEB } from './seed/shapes.ts';

// A whole migration to a cloud whose networks have other ranges than the source's.
const NAME = 'to-other-ranges';
let world: World;
let simulation: Simulation;
let there: { readonly network: string; readonly subnet: string };

beforeAll(async () => {
  world = await openWorld(18_846);
  simulation = await startSimulation({
    clouds: [
      { name: 'old', pace: 0.01 },
      { name: 'new', pace: 0.01 },
    ],
  });
  await world.addClouds(simulation.cloudsYaml);
  const source = await openAs('old', world.environment);
  await seedCompany(source, asAlice, [{ ...WEB, floatingIp: true }]);
  await world.dropClouds(['alice']);
  there = await prepareNetworks();
});
afterAll(async () => {
  await simulation?.close();
  await world?.end();
});

async function asAlice() {
  await world.addClouds(
    simulation.cloudsYaml
      .replace('old:', 'alice:')
      .replace('username: admin', 'username: alice')
      .replace(/password: .*/, 'password: alice-s3cret')
      .replace('project_name: admin', 'project_name: acme'),
  );
  return openAs('alice', world.environment);
}

/** The networks that the destination's operators have made, each with a range of its own. */
async function prepareNetworks() {
  const cloud = await openAs('new', world.environment);
  const network = (body: object) => make(cloud, 'network', '/networks', { network: body });
  const subnet = (body: object) =>
    make(cloud, 'network', '/subnets', { subnet: { ip_version: 4, ...body } });
  const outside = await network({ name: 'public', 'router:external': true });
  await subnet({ network_id: outside, cidr: '198.51.100.0/24', enable_dhcp: false });
  const inside = await network({ name: 'backend', shared: true });
  const range = await subnet({ name: 'backend', network_id: inside, cidr: '10.99.0.0/24' });
  const router = await make(cloud, 'network', '/routers', {
    router: { name: 'edge', external_gateway_info: { network_id: outside } },
  });
  await cloud.call('network', {
    method: 'PUT',
    path: `/routers/${router}/add_router_interface`,
    body: { subnet_id: range },
  });
  return { network: inside, subnet: range };
}

test('a server moves to the mapped addresses, and the report tells old and new', async () => {
  const spec = specSchema.parse({
    name: NAME,
    source: 'old',
    destination: 'new',
    select: { servers: ['web'] },
    mappings: {
      network: { public: 'public', backend: there.network },
      subnet: { backend: there.subnet },
      address: { '10.1.0.0/24': '10.99.0.0/24', '203.0.113.0/24': 'any' },
    },
    server: { deadlineSeconds: 20 },
  });
  await startMigration(world.client, { spec });
  await world.client.workflow.getHandle(migrationWorkflowId(NAME)).result();
  const { servers } = await readStatus(world.client, NAME);
  expect(servers.map(({ name, outcome }) => [name, outcome])).toEqual([['web', 'migrated']]);

  const [before, after] = await Promise.all(
    ['old', 'new'].map(async (name) => addressesOf(await openAs(name, world.environment))),
  );
  expect(after?.fixed).toBe(before?.fixed.replace('10.1.0.', '10.99.0.'));
  expect(after?.floating).toMatch(/^198\.51\.100\.\d+$/);
  const [told] = servers.flatMap(({ concerns }) => concerns);
  const moves = [before, after].map((each) => each?.fixed).join(' → ');
  expect(told?.message).toContain(moves);
  expect(told?.message).toContain([before, after].map((each) => each?.floating).join(' → '));
});

async function addressesOf(cloud: Awaited<ReturnType<typeof openAs>>) {
  const { server = [] } = await inventoryOf(cloud);
  const web = server.find(({ name }) => name === 'web');
  const all = Object.values(web?.['addresses'] as Record<string, Address[]>).flat();
  const ofType = (type: string): string =>
    all.find((each) => each['OS-EXT-IPS:type'] === type)?.addr ?? '';
  return { fixed: ofType('fixed'), floating: ofType('floating') };
}

interface Address {
  readonly addr: string;
  readonly 'OS-EXT-IPS:type': string;
}
