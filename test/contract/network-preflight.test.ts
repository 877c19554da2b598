import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Node } from '../../src/activities/node.ts';
import { runChecks } from '../../src/activities/preflight/run-checks.ts';
import type { PlanItem } from '../../src/model/plan.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Mappings } from '../../src/model/spec.ts';
import { collect } from '../../src/resources/collect.ts';
import { port } from '../../src/resources/port/index.ts';
import { router } from '../../src/resources/router/index.ts';
import { network } from '../../src/resources/network/index.ts';
import { subnet } from '../../src/resources/subnet/index.ts';
import { subnetPool } from '../../src/resources/subnet-pool/index.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

// What preflight says of ranges and wires that the destination has already.
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.end());

const inSource = (one: string, body: Readonly<Record<string, unknown>>): Promise<string> =>
  makeNeutron(lab, lab.source, one, body);
const inDestination = (one: string, body: Readonly<Record<string, unknown>>): Promise<string> =>
  makeNeutron(lab, lab.destination, one, body);

test('a default pool beside the destination’s is a blocker that says which', async () => {
  const pool = { name: lab.run, prefixes: ['fd00:72::/48'], is_default: true };
  const theirs = await inDestination('subnetpool', pool);
  const source = await existing(subnetPool, lab.source, await inSource('subnetpool', pool));
  expect(await subnetPool.concerns?.(lab.preflight(), source)).toMatchObject([
    {
      severity: 'blocker',
      code: 'default-subnet-pool-taken',
      remedy: expect.stringContaining(`mappings: subnet-pool: { ${lab.run}: ${theirs} }`),
    },
  ]);
});

test('a pool that overlaps another one of its address scope is a blocker', async () => {
  const scope = { name: lab.run, ip_version: 4 };
  const [from, to] = [
    await inSource('address_scope', scope),
    await inDestination('address_scope', scope),
  ];
  const pool = { name: lab.run, prefixes: ['10.73.0.0/16'] };
  await inDestination('subnetpool', { ...pool, address_scope_id: to });
  const id = await inSource('subnetpool', {
    ...pool,
    prefixes: ['10.73.9.0/24'],
    address_scope_id: from,
  });
  const context = lab.preflight({ [`address-scope/${from}`]: to });
  const source = await existing(subnetPool, lab.source, id);
  expect(await subnetPool.concerns?.(context, source)).toMatchObject([
    { severity: 'blocker', code: 'prefix-taken' },
  ]);
});

test('a range that the destination’s pool cannot give is a blocker', async () => {
  const prefixes = ['10.74.0.0/16'];
  const from = await inSource('subnetpool', { name: lab.run, prefixes });
  const narrow = { name: lab.run, prefixes, min_prefixlen: 26, default_prefixlen: 26 };
  const to = await inDestination('subnetpool', narrow);
  const network_id = await inSource('network', {});
  const range = { ip_version: 4, subnetpool_id: from, cidr: '10.74.5.0/24' };
  const id = await inSource('subnet', { network_id, ...range });
  const source = await existing(subnet, lab.source, id);
  const context = lab.preflight({ [`subnet-pool/${from}`]: to });
  expect(await subnet.concerns?.(context, source)).toMatchObject([
    { severity: 'blocker', code: 'outside-pool' },
  ]);
});

test('the plan says how a network will be carried, and where its wire is lost or taken', async () => {
  const own = await existing(network, lab.source, await inSource('network', { name: 'own' }));
  expect(await network.concerns?.(lab.preflight(), own)).toEqual([]);
  // The one flat network that both clouds have, as if it were no external one.
  const [outside] = await collect(network.list(lab.source, {}), ({ name }) => name === 'public');
  const wire = { ...outside!, 'router:external': false };
  expect(await network.concerns?.(lab.preflight(), wire)).toMatchObject([
    { severity: 'warning', code: 'physical-network-dropped' },
  ]);
  const mappings = { 'physical-network': { public: 'public' } };
  expect(await network.concerns?.({ ...lab.preflight(), mappings }, wire)).toMatchObject([
    { severity: 'warning', code: 'network-type-kept' },
    { severity: 'blocker', code: 'segment-taken' },
  ]);
});

test('an MTU that no overlay of the destination has is a warning', async () => {
  const provider = { 'provider:network_type': 'local', mtu: 1500 };
  const wide = await inSource('network', { name: 'wide', ...provider });
  const narrow = await inSource('network', { name: 'narrow', mtu: 1300 });
  await inDestination('network', { name: 'theirs' });
  const nodes = new Map<string, Node>();
  const items: PlanItem[] = [];
  for (const id of [wide, narrow]) {
    const resource = await existing(network, lab.source, id);
    const key = `network/${id}`;
    const needs = { needs: [], dependsOn: [], companions: [] };
    nodes.set(key, { key, kind: network, resource, ...needs });
    const item = { key, kind: 'network', name: resource.name, dependsOn: [], reason: '' };
    items.push({ ...item, action: 'create' });
  }
  const told = async (mappings: Mappings): Promise<unknown> => {
    const words = { name: 'mtu', source: 'src', destination: 'dst', select: { projects: ['any'] } };
    const spec = specSchema.parse({ ...words, mappings });
    const found = await runChecks({ ...lab, spec, nodes, items, ids: {} });
    const ofMtu = found.filter(({ code }) => code === 'mtu-may-be-refused');
    return ofMtu.map(({ subject }) => subject);
  };
  expect(await told({})).toEqual([`network/${wide}`]);
  // On a wire of its own it is no overlay: the spec names it, or means it by a pattern.
  const node = nodes.get(`network/${wide}`)!;
  const wire = { ...node.resource, 'provider:physical_network': 'rack-1' };
  nodes.set(node.key, { ...node, resource: wire });
  expect(await told({ 'physical-network': { 'row-*': 'row-*' } })).toEqual([`network/${wide}`]);
  expect(await told({ 'physical-network': { 'rack-*': 'row-*' } })).toEqual([]);
});

test('what of a router and a port is not made is named', async () => {
  const routerId = await inSource('router', { name: 'edge' });
  for (const helper of [
    { protocol: 'udp', port: 69, helper: 'tftp' },
    { protocol: 'tcp', port: 21, helper: 'ftp' },
  ]) {
    await lab.source.call('network', {
      method: 'POST',
      path: `/routers/${routerId}/conntrack_helpers`,
      body: { conntrack_helper: helper },
    });
  }
  const edge = await existing(router, lab.source, routerId);
  const dropped = await router.concerns?.(lab.preflight(), edge);
  expect(dropped).toMatchObject([{ severity: 'warning', code: 'conntrack-helpers-dropped' }]);
  expect(dropped?.[0]?.message).toContain('tftp on udp/69');
  expect(dropped?.[0]?.message).toContain('ftp on tcp/21');
  const network_id = await inSource('network', {});
  const portId = await inSource('port', { network_id, device_profile: 'gpu-1' });
  const accelerated = await existing(port, lab.source, portId);
  expect(await port.concerns?.(lab.preflight(), accelerated)).toMatchObject([
    {
      severity: 'warning',
      code: 'device-profile-dropped',
      message: expect.stringContaining('gpu-1'),
    },
  ]);
});
