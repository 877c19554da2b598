import { afterAll, beforeAll, expect, test } from 'vitest';
import { closureOf } from '../../src/activities/closure.ts';
import { copyItems } from '../../src/activities/copy.ts';
import { survey } from '../../src/activities/plan.ts';
import * as destination from '../../src/activities/server-destination.ts';
import { inspectServer } from '../../src/activities/server-inspection.ts';
import type { Inspection } from '../../src/activities/server-inspection.ts';
import { verifyServer } from '../../src/activities/server-verify.ts';
import type { Concern } from '../../src/model/concern.ts';
import { groupBy } from '../../src/model/group-by.ts';
import { parseReferenceKey } from '../../src/model/reference.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Mappings, Spec } from '../../src/model/spec.ts';
import { floatingIp } from '../../src/resources/floating-ip/index.ts';
import { createForwarding, forwardingsTo } from '../../src/resources/port-forwarding/api.ts';
import { portForwarding } from '../../src/resources/port-forwarding/index.ts';
import { port } from '../../src/resources/port/index.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { readdressed } from '../../src/resources/readdressed.ts';
import type { Resource, ResourceKind } from '../../src/resources/resource-kind.ts';
import { router } from '../../src/resources/router/index.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import { copyToLab } from './copy-to-lab.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { externalNetwork, makeGround, makeNeutron, makeWayOut } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';
import { makeServer } from './server-lab.ts';
import { copyShared } from './shared-copies.ts';

// A server whose networks are there already, with other ranges: inside 10.10.0.0/24 → 10.99.0.0/24, outside 198.51.100.0/24 → 203.0.113.0/24.

const outside = externalNetwork();
const run = { signal: new AbortController().signal, attempt: 1, report: () => undefined };
const second = { ...run, attempt: 2 };
const ADDRESSES = {
  '10.10.0.0/24': '10.99.0.0/24',
  '10.10.0.59': 'any',
  '10.10.0.60': 'any',
  '198.51.100.0/24': '203.0.113.0/24',
  // Where its network draws from.
  '198.51.100.165': '203.0.113.50',
  '198.51.100.167': 'any',
};
let lab: Lab;
let made: Awaited<ReturnType<typeof makeWorkload>>;
let ids: Record<string, string>;
let inspection: Inspection;
const server = () => ({ id: made.server, name: lab.run });
const items = () => inspection.levels.flat();
const copyOf = (kind: string, id: string): string => ids[`${kind}/${id}`] ?? '';

beforeAll(async () => {
  lab = await openLab();
  made = await makeWorkload();
});
afterAll(() => lab?.end());

function specWith(address?: Mappings['address']): Spec {
  return specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    // A mapped network keeps its own routers: this one is to join it all the same.
    strategy: 'all',
    include: [{ kind: ['router'], id: [made.router] }],
    select: { servers: [made.server] },
    mappings: {
      network: { ...outside.mappings.network, [made.network]: made.networkThere },
      subnet: { [made.subnet]: made.subnetThere },
      ...(address && { address }),
    },
  });
}

async function concernsOf(spec: Spec): Promise<Record<string, readonly Concern[]>> {
  const { plan } = await survey(spec, lab);
  return Object.fromEntries(groupBy(plan.concerns, ({ code }) => code));
}

test('a subnet with another range is a blocker for each port and router, until the addresses are mapped', async () => {
  const found = await concernsOf(specWith());
  expect(found['address-outside']?.map(({ severity, subject }) => [severity, subject])).toEqual(
    expect.arrayContaining([
      ['blocker', `port/${made.port}`],
      ['blocker', `router/${made.router}`],
    ]),
  );
  const ofPort = found['address-outside']?.find(({ subject }) => subject === `port/${made.port}`);
  expect(ofPort?.message).toContain('needs 10.10.0.58, which is not in the range of subnet');
  expect(ofPort?.remedy).toContain('mappings: address: { 10.10.0.0/24: 10.99.0.0/24 }');
  expect(found['floating-address-outside']).toHaveLength(3);
  expect(found['floating-address-outside']?.[0]?.remedy).toContain('mappings: address: { 198.51.');

  const mapped = await concernsOf(specWith(ADDRESSES));
  for (const code of ['address-outside', 'floating-address-outside', 'idle-mapping']) {
    expect(mapped).not.toHaveProperty([code]);
  }
});

test('the plan says old and new, and what names a mapped range and is not mapped', async () => {
  const { plan } = await survey(specWith({ ...ADDRESSES, '10.77.0.1': 'any' }), lab);
  const reasonOf = (key: string) => plan.items.find((item) => item.key === key)?.reason;
  expect(reasonOf(`port/${made.port}`)).toContain(
    '10.10.0.58 → 10.99.0.58, 10.10.0.59 → any, 10.10.0.16/28 → 10.99.0.16/28',
  );
  expect(reasonOf(`floating-ip/${made.address}`)).toContain('198.51.100.166 → 203.0.113.166');
  const told = plan.concerns.map(({ code, subject }) => `${code} ${subject}`);
  expect(told).toEqual(
    expect.arrayContaining([
      `mapped-address-kept security-group-rules/${made.group}`,
      `address-may-be-given-away network/${made.external}`,
      'idle-mapping mappings.address.10.77.0.1',
    ]),
  );
  const [kept] = plan.concerns.filter(({ code }) => code === 'mapped-address-kept');
  expect(kept?.message).toContain('10.10.0.0/28');
});

test('two that are mapped to one, or one that is taken, are blockers', async () => {
  const clashes = [
    { '10.10.0.59': '10.99.0.58' },
    { '10.10.0.60': '10.99.0.58' },
    { '198.51.100.167': '203.0.113.166' },
    { '10.10.0.1': '10.99.0.58' },
  ];
  for (const line of clashes) {
    const { 'address-clash': found } = await concernsOf(specWith({ ...ADDRESSES, ...line }));
    expect(found).toMatchObject([{ severity: 'blocker' }]);
  }
  const taken = await concernsOf(specWith({ ...ADDRESSES, '10.10.0.58': made.takenThere }));
  expect(taken['address-taken']).toMatchObject([
    { severity: 'blocker', subject: `port/${made.port}` },
  ]);
  const ofRouter = await concernsOf(specWith({ ...ADDRESSES, '10.10.0.1': made.takenThere }));
  expect(ofRouter['address-taken']).toMatchObject([
    { severity: 'blocker', subject: `router/${made.router}` },
  ]);
});

test('only a router that is the gateway of its subnet may be mapped to the gateway of the other', async () => {
  expect(await concernsOf(specWith(ADDRESSES))).not.toHaveProperty(['address-is-gateway']);
  const found = await concernsOf(
    specWith({ ...ADDRESSES, '10.10.0.58': '10.99.0.1', '198.51.100.166': '203.0.113.1' }),
  );
  expect(found['address-is-gateway']).toMatchObject([
    { severity: 'blocker', subject: `port/${made.port}` },
  ]);
  expect(found['address-is-gateway']?.[0]?.message).toContain('needs 10.99.0.1, which is the gat');
  expect(found['floating-address-is-gateway']).toMatchObject([
    { severity: 'blocker', subject: `floating-ip/${made.address}` },
  ]);
});

test('what becomes of a router’s address outside is told: another by the spec, any, or not to be had', async () => {
  const { external_gateway_info: info } = await existing(router, lab.source, made.router);
  const address = info?.external_fixed_ips[0]?.ip_address ?? '';
  const toldOf = async (line: Mappings['address']) => {
    const { plan } = await survey(specWith({ ...ADDRESSES, ...line }), lab);
    const own = plan.concerns.filter(({ subject }) => subject === `router/${made.router}`);
    return {
      reason: plan.items.find(({ key }) => key === `router/${made.router}`)?.reason,
      concerns: own.map(({ code, message }) => `${code}: ${message}`),
    };
  };
  for (const to of ['203.0.113.190', 'any']) {
    const { reason, concerns } = await toldOf({ [address]: to });
    expect(reason).toContain(`10.10.0.1 → 10.99.0.1, ${address} → ${to}`);
    expect(concerns).toEqual([
      expect.stringMatching(
        `^router-address-changes: Router ${made.router} gets .* as the spec says: ${address} → ${to}\\.$`,
      ),
    ]);
  }
  // The gateway of the network outside.
  const { concerns } = await toldOf({ [address]: '203.0.113.1' });
  expect(concerns).toEqual([
    expect.stringContaining(`has ${address} (203.0.113.1 there) outside, which is not free in`),
  ]);
});

test('what the server needs is copied to the mapped networks, its router with the mapped address', async () => {
  ids = await copyOthers(specWith(ADDRESSES));
  const { interfaces } = await existing(router, lab.destination, copyOf('router', made.router));
  expect(interfaces.flatMap((each) => each.fixed_ips)).toEqual([
    { subnet_id: made.subnetThere, ip_address: '10.99.0.1' },
  ]);
  const detached = await existing(floatingIp, lab.destination, copyOf('floating-ip', made.shared));
  expect(detached.floating_ip_address).toBe('203.0.113.50');
});

test('of a create whose answer was lost, the copy with any address is found again', async () => {
  const spec = specWith(ADDRESSES);
  inspection = await inspectServer(spec, lab, server(), ids);
  const [ports = [], addresses = []] = inspection.levels;
  const lost = {
    [`port/${made.back}`]: await createOnly(port, made.back),
  };
  const copiedPorts = await copyItems(spec, lab, { items: ports, ids, missing: [] }, second);
  expect(copiedPorts).toMatchObject({ failed: [], created: 1, ids: lost });
  Object.assign(ids, copiedPorts.ids);
  const lostAddress = {
    [`floating-ip/${made.any}`]: await createOnly(floatingIp, made.any),
  };
  const copied = await copyItems(spec, lab, { items: addresses, ids, missing: [] }, second);
  expect(copied).toMatchObject({ failed: [], created: 1, ids: lostAddress });
  Object.assign(ids, copied.ids);

  const { fixed_ips, allowed_address_pairs: pairs } = await existing(
    port,
    lab.destination,
    copyOf('port', made.port),
  );
  const [kept, ...chosen] = fixed_ips.toSorted((one) => (one.ip_address === '10.99.0.58' ? -1 : 1));
  expect(kept?.ip_address).toBe('10.99.0.58');
  expect(chosen).toHaveLength(1);
  expect(chosen[0]?.ip_address).toMatch(/^10\.99\.0\.(?!59$)\d+$/);
  expect(pairs.map((pair) => pair.ip_address)).toEqual(['10.99.0.16/28']);
  const outer = await existing(floatingIp, lab.destination, copyOf('floating-ip', made.any));
  expect(outer.floating_ip_address).toMatch(/^203\.0\.113\.\d+$/);
});

test('the server boots with them, what leads to it leads to the new ones, and the report tells both', async () => {
  const spec = specWith(ADDRESSES);
  ids[`server/${made.server}`] = await destination.createServer(spec, lab, server(), ids, run);
  const id = copyOf('server', made.server);
  await destination.settleDestination(spec, lab, id, inspection.original, run);
  await destination.associateAddresses(spec, lab, items(), ids, run);
  await destination.associateAddresses(spec, lab, items(), ids, run);
  const { fixed_ips } = await existing(port, lab.destination, copyOf('port', made.port));
  const chosen = fixed_ips.find(({ ip_address }) => ip_address !== '10.99.0.58')!.ip_address;
  const any = await existing(floatingIp, lab.destination, copyOf('floating-ip', made.any));
  expect(any.fixed_ip_address).toBe(chosen);
  const [forwarding] = await forwardingsTo(lab.destination, copyOf('project', made.project), [
    copyOf('port', made.back),
  ]);
  const back = await existing(port, lab.destination, copyOf('port', made.back));
  expect(forwarding).toMatchObject({
    internal_ip_address: back.fixed_ips[0]?.ip_address,
    outside: '2222:2222',
  });

  const expected = { items: items(), original: inspection.original };
  const [told, ...others] = await verifyServer(spec, lab, server(), expected, ids, run);
  expect(others).toEqual([]);
  expect(told).toMatchObject({ severity: 'info', code: 'address-changed' });
  for (const words of [
    '10.10.0.58 → 10.99.0.58',
    `10.10.0.59 → ${chosen}`,
    '10.10.0.16/28 → 10.99.0.16/28',
    `10.10.0.60 → ${back.fixed_ips[0]?.ip_address}`,
    '198.51.100.166 → 203.0.113.166',
    `198.51.100.167 → ${any.floating_ip_address}`,
  ]) {
    expect(told?.message).toContain(words);
  }
});

test('planned again all of it is there, as it is mapped', async () => {
  const { plan } = await survey(specWith(ADDRESSES), lab);
  const own = plan.items.filter(({ kind }) => ['port', 'floating-ip', 'router'].includes(kind));
  expect(own.map(({ action }) => action)).toEqual(own.map(() => 'reuse'));
  expect(plan.concerns.filter(({ code }) => code === 'changed-since')).toEqual([]);
});

test('another address than the mapped one is told as a change since', async () => {
  const others = { '10.10.0.58': '10.99.0.77', '10.10.0.60': '10.99.0.78' };
  const { plan } = await survey(specWith({ ...ADDRESSES, ...others }), lab);
  const changed = plan.concerns.filter(({ code }) => code === 'changed-since');
  const messageOf = (id: string) =>
    changed.find(({ subject }) => subject === `port/${id}`)?.message;
  expect(messageOf(made.port)).toContain('port web1 was migrated, and has changed');
  // It has no name.
  expect(messageOf(made.back)).toContain('port 10.99.0.78 was migrated, and has changed');
});

test('on the way back the ports and addresses go', async () => {
  const spec = specWith(ADDRESSES);
  await destination.removeServer(spec, lab, server(), ids, run);
  await destination.removeItems(lab, items(), ids, run);
  expect(await port.get(lab.destination, copyOf('port', made.port))).toBeUndefined();
  expect(await floatingIp.get(lab.destination, copyOf('floating-ip', made.any))).toBeUndefined();
});

test('somebody else’s floating IP at the mapped address is refused, with a way out that the spec takes', async () => {
  await makeNeutron(lab, lab.destination, 'floatingip', {
    floating_network_id: made.externalThere,
    floating_ip_address: '203.0.113.166',
  });
  const { mappings } = specWith(ADDRESSES);
  await expect(
    copyToLab(lab, { kind: floatingIp, id: made.address, ids, mappings }),
  ).rejects.toThrow('mappings: address: { 198.51.100.166: <address, or any> }');
});

/** What an attempt that died before it was answered leaves. */
async function createOnly<R extends Resource>(kind: ResourceKind<R>, id: string): Promise<string> {
  const { mappings } = specWith(ADDRESSES);
  const wanted = readdressed(kind, await existing(kind, lab.source, id), mappings);
  return kind.create(
    {
      source: lab.source,
      destination: lab.destination,
      ids,
      mappings,
      provenance: { source: id, migration: lab.run },
      signal: run.signal,
      progress: () => undefined,
    },
    wanted,
  );
}

/** What a migration has copied before the saga begins. */
async function copyOthers(spec: Spec): Promise<Record<string, string>> {
  const resource = (await serverKind.get(lab.source, made.server))!;
  const roots = [
    { kind: serverKind, resource },
    { kind: kindOf('router'), resource: await existing(router, lab.source, made.router) },
  ];
  const { nodes } = await closureOf(lab, roots, spec.mappings);
  const there = ['domain/default', `network/${made.external}`, `network/${made.network}`];
  return copyShared(
    lab,
    spec,
    nodes,
    (key) => there.includes(key) || parseReferenceKey(key).kind === 'subnet',
  );
}

async function makeOutside(source: boolean): Promise<string> {
  const cloud = source ? lab.source : lab.destination;
  const id = await makeNeutron(lab, cloud, 'network', {
    name: outside.name,
    'router:external': true,
  });
  await makeNeutron(lab, cloud, 'subnet', {
    network_id: id,
    cidr: source ? '198.51.100.0/24' : '203.0.113.0/24',
    ip_version: 4,
    enable_dhcp: false,
    // Those that the test names are none that Neutron draws.
    allocation_pools: [
      source
        ? { start: '198.51.100.10', end: '198.51.100.40' }
        : { start: '203.0.113.10', end: '203.0.113.99' },
    ],
  });
  return id;
}

async function makeWorkload() {
  const { source } = lab;
  const external = await makeOutside(true);
  const externalThere = await makeOutside(false);
  const ground = await makeGround(lab);
  const { project, network, subnet } = ground;
  const wayOut = await makeWayOut(lab, ground, external);
  // Nova leaves out, without a word, an interface in a network that the server's project may not use.
  const networkThere = await makeNeutron(lab, lab.destination, 'network', {
    name: 'front',
    shared: true,
  });
  const subnetThere = await makeNeutron(lab, lab.destination, 'subnet', {
    name: 'front-v4',
    network_id: networkThere,
    cidr: '10.99.0.0/24',
    ip_version: 4,
    gateway_ip: '10.99.0.1',
    allocation_pools: [{ start: '10.99.0.100', end: '10.99.0.120' }],
  });
  await makeNeutron(lab, lab.destination, 'port', {
    network_id: networkThere,
    fixed_ips: [{ subnet_id: subnetThere, ip_address: '10.99.0.44' }],
  });
  const group = await makeNeutron(lab, source, 'security_group', {
    name: 'web',
    project_id: project,
  });
  await makeNeutron(lab, source, 'security_group_rule', {
    security_group_id: group,
    direction: 'ingress',
    protocol: 'tcp',
    remote_ip_prefix: '10.10.0.0/28',
  });
  const own = await makeNeutron(lab, source, 'port', {
    name: 'web1',
    project_id: project,
    network_id: network,
    security_groups: [group],
    fixed_ips: ['10.10.0.58', '10.10.0.59'].map((ip_address) => ({
      subnet_id: subnet,
      ip_address,
    })),
    allowed_address_pairs: [{ ip_address: '10.10.0.16/28' }],
  });
  const back = await makeNeutron(lab, source, 'port', {
    project_id: project,
    network_id: network,
    security_groups: [group],
    fixed_ips: [{ subnet_id: subnet, ip_address: '10.10.0.60' }],
  });
  const floating = (address: string, inside?: string) =>
    makeNeutron(lab, source, 'floatingip', {
      project_id: project,
      floating_network_id: external,
      floating_ip_address: address,
      ...(inside && { port_id: own, fixed_ip_address: inside }),
    });
  const shared = await floating('198.51.100.165');
  const address = await floating('198.51.100.166', '10.10.0.58');
  const any = await floating('198.51.100.167', '10.10.0.59');
  const forwarding = await createForwarding(source, shared, {
    protocol: 'tcp',
    internal_port_id: back,
    internal_ip_address: '10.10.0.60',
    internal_port: 22,
    external_port: 2222,
  });
  lab.atEnd(() => portForwarding.remove(source, forwarding));
  const flavorRef = await lab.make(source, 'compute', {
    path: '/flavors',
    body: { flavor: { name: lab.run, ram: 64, vcpus: 1, disk: 1 } },
  });
  const imageRef = await makeImage(lab, source, { name: lab.run, owner: project });
  const id = await makeServer(lab, source.inProject(project), {
    server: {
      name: lab.run,
      imageRef,
      flavorRef,
      networks: [{ port: own }, { port: back }],
      availability_zone: 'nova',
    },
  });
  return {
    project,
    external,
    externalThere,
    network,
    networkThere,
    subnet,
    subnetThere,
    takenThere: '10.99.0.44',
    router: wayOut,
    group,
    port: own,
    back,
    shared,
    address,
    any,
    server: id,
  };
}
