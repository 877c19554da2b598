import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlan } from '../../src/activities/make-plan.ts';
import { planMigration } from '../../src/activities/plan-migration.ts';
import { planProject } from '../../src/activities/plan-project.ts';
import type { Plan } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import { createOne } from '../../src/resources/neutron/collection.ts';
import { ports } from '../../src/resources/port/schema.ts';
import { router as routerKind } from '../../src/resources/router/index.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { changeNeutron, externalNetwork, makeExternal, makeNeutron } from './neutron-lab.ts';
import { makeServer } from './server-lab.ts';

// A network that all share, with routers of several projects on it: which of them come with a server, and which with its project.

const outside = externalNetwork();
let lab: Lab;
let made: Awaited<ReturnType<typeof makeShared>>;

beforeAll(async () => {
  lab = await openLab();
  made = await makeShared();
}, 240_000);
afterAll(() => lab?.end());

async function makeShared() {
  const { source, run } = lab;
  const external = await makeExternal(lab, outside.name);
  const [hub, globex, acme] = [
    await lab.makeProject(source, { name: `${run}-hub` }),
    await lab.makeProject(source, { name: `${run}-globex` }),
    await lab.makeProject(source, { name: `${run}-acme` }),
  ];
  const services = await makeNetwork(hub, 'services', '10.81.0.0/24', { shared: true });
  const secret = await makeNetwork(globex, 'globex-secret', '10.82.0.0/24');
  const routers = {
    gateway: await makeRouter(hub, 'gateway'),
    globex: await makeRouter(globex, 'globex', external.source),
    acme: await makeRouter(acme, 'acme', external.source),
  };
  await join(routers.gateway, services, '10.81.0.1');
  await join(routers.globex, services, '10.81.0.20');
  await join(routers.globex, secret, '10.82.0.1');
  await join(routers.acme, services, '10.81.0.30');
  const flavorRef = await lab.make(source, 'compute', {
    path: '/flavors',
    body: { flavor: { name: run, ram: 64, vcpus: 1, disk: 1 } },
  });
  const imageRef = await makeImage(lab, source, { name: run, owner: acme });
  const port = await makeNeutron(lab, source, 'port', {
    project_id: acme,
    network_id: services.network,
    fixed_ips: [{ subnet_id: services.subnet, ip_address: '10.81.0.81' }],
  });
  const networks = [{ port }];
  const server = await makeServer(lab, source.inProject(acme), {
    server: { name: run, flavorRef, imageRef, networks },
  });
  return { external, acme, globex, services, secret, routers, port, server };
}

async function makeNetwork(project_id: string, name: string, cidr: string, more: object = {}) {
  const named = { project_id, name: `${lab.run}-${name}` };
  const network = await makeNeutron(lab, lab.source, 'network', { ...named, ...more });
  const range = { network_id: network, cidr, ip_version: 4 };
  const subnet = await makeNeutron(lab, lab.source, 'subnet', { ...named, ...range });
  return { network, subnet };
}

async function makeRouter(project_id: string, name: string, external?: string): Promise<string> {
  const id = await makeNeutron(lab, lab.source, 'router', {
    project_id,
    name: `${lab.run}-${name}`,
    ...(external && { external_gateway_info: { network_id: external } }),
  });
  lab.atEnd(() => routerKind.remove(lab.source, id));
  return id;
}

async function join(
  router: string,
  { network, subnet }: { readonly network: string; readonly subnet: string },
  ip_address: string,
): Promise<void> {
  // It goes with the router.
  const port_id = await createOne(lab.source, ports, {
    network_id: network,
    fixed_ips: [{ subnet_id: subnet, ip_address }],
  });
  await changeNeutron(lab.source, `/routers/${router}/add_router_interface`, { port_id });
}

function specOf(words: { readonly select: object; readonly mappings?: object }): Spec {
  return specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    mappings: outside.mappings,
    ...words,
  });
}

const planOf = (words: Parameters<typeof specOf>[0]): Promise<Plan> => makePlan(specOf(words), lab);

const routersOf = ({ items }: Plan): string[] =>
  items.filter(({ kind }) => kind === 'router').map(({ name }) => name.replace(`${lab.run}-`, ''));

const told = ({ concerns }: Plan, code: string) => concerns.filter((each) => each.code === code);

describe('a server on a network that all share', () => {
  test('brings the router that is its gateway, and nothing of the other tenants', async () => {
    const plan = await planOf({ select: { servers: [made.server] } });
    expect(routersOf(plan)).toEqual(['gateway']);
    const keys = plan.items.map(({ key }) => key);
    expect(keys).not.toContain(`project/${made.globex}`);
    expect(keys).not.toContain(`network/${made.secret.network}`);
    const [left, ...more] = told(plan, 'routers-left-out');
    expect(left).toMatchObject({ severity: 'info', subject: `network/${made.services.network}` });
    expect(left?.message).toContain(`: ${lab.run}-acme, ${lab.run}-globex, for`);
    expect(more).toEqual([]);
  });

  test('brings none where the network is mapped', async () => {
    const there = await makeNeutron(lab, lab.destination, 'network', { name: lab.run });
    const network = { ...outside.mappings.network, [`${lab.run}-services`]: there };
    const plan = await planOf({ select: { servers: [made.server] }, mappings: { network } });
    expect(routersOf(plan)).toEqual([]);
    const [left] = told(plan, 'routers-left-out');
    expect(left?.message).toContain(
      `: ${lab.run}-acme, ${lab.run}-gateway, ${lab.run}-globex, for`,
    );
  });

  test('comes with the routers of its project where that is selected whole', async () => {
    const select = { projects: [made.acme] };
    const plan = await planOf({ select });
    expect(routersOf(plan).toSorted()).toEqual(['acme', 'gateway']);
    expect(told(plan, 'routers-left-out')[0]?.message).toContain(`: ${lab.run}-globex, for`);
    // No server needs the one: the migration copies it. The other is for the project's own survey.
    const shared = await planMigration(specOf({ select }), lab, {});
    const own = await planProject(specOf({ select }), lab, { project: made.acme }, []);
    const keys = [shared, own].map(({ levels }) => levels.flat().map(({ key }) => key));
    expect(keys[0]).toContain(`router/${made.routers.acme}`);
    expect(keys[0]).not.toContain(`router/${made.routers.gateway}`);
    expect(keys[1]).toContain(`router/${made.routers.gateway}`);
  });
});

describe('a floating IP', () => {
  beforeAll(async () => {
    await makeNeutron(lab, lab.source, 'floatingip', {
      floating_network_id: made.external.source,
      port_id: made.port,
      project_id: made.acme,
    });
  });

  test('brings the router that carries it', async () => {
    const plan = await planOf({ select: { servers: [made.server] } });
    const address = plan.items.find(({ kind }) => kind === 'floating-ip');
    const carries = routersOf(plan).filter((name) => name !== 'gateway');
    // Neutron chooses one of the two that lead out.
    expect(carries).toHaveLength(1);
    expect(['acme', 'globex']).toContain(carries[0]);
    expect(address?.dependsOn).toContain(
      `router/${carries[0] === 'acme' ? made.routers.acme : made.routers.globex}`,
    );
    expect(told(plan, 'floating-ip-without-router')).toEqual([]);
  });

  test('that leads into a mapped network needs one of the destination’s', async () => {
    const { destination, run } = lab;
    const network_id = await makeNeutron(lab, destination, 'network', { name: `${run}-there` });
    const subnet_id = await makeNeutron(lab, destination, 'subnet', {
      network_id,
      cidr: '10.81.0.0/24',
      ip_version: 4,
    });
    const network = { ...outside.mappings.network, [made.services.network]: network_id };
    const words = { select: { servers: [made.server] }, mappings: { network } };
    const plan = await planOf(words);
    expect(routersOf(plan)).toEqual([]);
    expect(told(plan, 'floating-ip-without-router')).toMatchObject([
      { severity: 'blocker', message: expect.stringContaining(`network ${run}-services`) },
    ]);
    const way = await makeNeutron(lab, destination, 'router', {
      external_gateway_info: { network_id: made.external.destination },
    });
    lab.atEnd(() => routerKind.remove(destination, way));
    await changeNeutron(destination, `/routers/${way}/add_router_interface`, { subnet_id });
    expect(told(await planOf(words), 'floating-ip-without-router')).toEqual([]);
  });
});
