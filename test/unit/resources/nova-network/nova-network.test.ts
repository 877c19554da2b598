import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { copyResource } from '../../../../src/activities/copy-resource.ts';
import { makePlan } from '../../../../src/activities/make-plan.ts';
import { differences } from '../../../../src/activities/match.ts';
import { UnsupportedError } from '../../../../src/errors/migration.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { collect } from '../../../../src/resources/collect.ts';
import { floatingIp } from '../../../../src/resources/floating-ip/index.ts';
import { floatingIpWires } from '../../../../src/resources/floating-ip/schema.ts';
import { silence, speakAgain } from '../../../../src/resources/floating-ip/silence.ts';
import { network } from '../../../../src/resources/network/index.ts';
import { getOne } from '../../../../src/resources/neutron/collection.ts';
import { neutronShaped } from '../../../../src/resources/nova-network/neutron-shaped.ts';
import { port } from '../../../../src/resources/port/index.ts';
import { kindOf } from '../../../../src/resources/registry.ts';
import { router } from '../../../../src/resources/router/index.ts';
import { securityGroup } from '../../../../src/resources/security-group/index.ts';
import { securityGroupRules } from '../../../../src/resources/security-group-rules/index.ts';
import { getServer } from '../../../../src/resources/server/api.ts';
import { fencePorts } from '../../../../src/resources/server/fence.ts';
import { waitForStatus } from '../../../../src/resources/server/power.ts';
import { subnet } from '../../../../src/resources/subnet/index.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import type { Simulation } from '../../../../src/simulator/start.ts';

// Pike: `computeNewest` 53. `builder` sees the Neutron in which the simulator keeps the networks that its Nova tells of.
let simulation: Simulation;
let directory: string;
let builder: Cloud;
let source: Cloud;
let destination: Cloud;

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [
      { name: 'old', pace: 0.01, networking: 'nova-network', computeNewest: 53 },
      { name: 'new', pace: 0.01 },
    ],
  });
  const [old] = simulation.clouds;
  const asBuilder = simulation.cloudsYaml
    .replace(/^clouds:\n/, '')
    .replace('old:', 'builder:')
    .replace('region_name', `network_endpoint_override: ${old?.origins.network}\n    region_name`)
    .replace(/ {2}new:[^]*/, '');
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-nova-network-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml + asBuilder);
  const environment = { OS_CLIENT_CONFIG_FILE: file };
  builder = await openCloud('builder', { environment });
  source = neutronShaped(await openCloud('old', { environment }));
  destination = neutronShaped(await openCloud('new', { environment }));
});
afterAll(async () => {
  for (const cloud of [builder, source, destination]) cloud?.close();
  await simulation?.close();
  await rm(directory, { recursive: true, force: true });
});

const made = z.record(z.string(), z.looseObject({ id: z.string() }));

async function make(one: string, body: object, cloud = builder): Promise<string> {
  const path = `/${one.replaceAll('_', '-')}s`;
  const options = { method: 'POST', path, body: { [one]: body }, schema: made } as const;
  return (await cloud.request('network', options))[one]?.id ?? '';
}

async function makeNetwork(
  body: object,
  ranges: readonly object[],
  cloud = builder,
): Promise<string> {
  const id = await make('network', body, cloud);
  for (const range of ranges) await make('subnet', { network_id: id, ...range }, cloud);
  return id;
}

async function makeServer(name: string, networks: readonly object[]): Promise<string> {
  const flavor = { name, ram: 64, vcpus: 1, disk: 1 };
  const post = (path: string, body: object) =>
    builder.request('compute', { method: 'POST', path, body, schema: made });
  const { flavor: size } = await post('/flavors', { flavor });
  const image = await builder.request('image', {
    method: 'POST',
    path: '/images',
    body: { name, disk_format: 'raw', container_format: 'bare' },
    schema: z.looseObject({ id: z.string() }),
  });
  const { Readable } = await import('node:stream');
  const data = Readable.from([Buffer.alloc(1024)]);
  await builder.upload('image', { path: `/images/${image.id}/file`, body: data });
  const { server } = await post('/servers', {
    server: { name, flavorRef: size?.id, imageRef: image.id, networks },
  });
  await waitForStatus(builder, server?.id ?? '', ['ACTIVE']);
  return server?.id ?? '';
}

/** The source, whose caller dies after so many writes. */
function cutAfter(most: number): { cloud: Cloud; calls: () => number } {
  let calls = 0;
  const cloud: Cloud = {
    ...source,
    async call(service, options) {
      if (calls === most) throw new Error('cut');
      calls += 1;
      await source.call(service, options);
    },
  };
  return { cloud, calls: () => calls };
}

describe('a cloud without Neutron', () => {
  test('a project’s network comes with its range, gateway, DNS, VLAN and IPv6', async () => {
    const id = await makeNetwork({ name: 'mynet_0' }, [
      { ip_version: 4, cidr: '10.0.0.0/24', gateway_ip: '10.0.0.1', dns_nameservers: ['8.8.4.4'] },
      { ip_version: 6, cidr: 'fd00:5::/64', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' },
    ]);
    const { projectId } = await source.identity();
    expect(await network.get(source, id)).toMatchObject({
      name: 'mynet_0',
      project_id: projectId,
      shared: false,
      'provider:network_type': 'vlan',
      'provider:physical_network': 'eth0',
    });
    const own = await collect(subnet.list(source, {}), (each) => each.network_id === id);
    expect(own).toMatchObject([
      {
        id: `${id}-v4`,
        cidr: '10.0.0.0/24',
        gateway_ip: '10.0.0.1',
        allocation_pools: [{ start: '10.0.0.2', end: '10.0.0.254' }],
        dns_nameservers: ['8.8.4.4'],
        enable_dhcp: true,
      },
      {
        id: `${id}-v6`,
        cidr: 'fd00:5::/64',
        gateway_ip: 'fd00:5::1',
        allocation_pools: [{ start: 'fd00:5::2', end: 'fd00:5::ffff:ffff:ffff:ffff' }],
        ipv6_address_mode: 'slaac',
      },
    ]);
  });

  test('a flat network is everybody’s: the operator’s, and shared', async () => {
    const id = await makeNetwork({ name: 'flat', shared: true }, [
      { ip_version: 4, cidr: '10.9.0.0/24' },
    ]);
    const { projectId } = await source.identity();
    expect(await network.get(source, id)).toMatchObject({
      project_id: projectId,
      shared: true,
      'provider:network_type': 'flat',
    });
  });

  test('a server’s interface comes with its MAC, address and groups, and its floating IP leads to it', async () => {
    const pool = await makeNetwork({ name: 'nova', 'router:external': true }, [
      { ip_version: 4, cidr: '203.0.113.0/24', enable_dhcp: false },
    ]);
    const inside = await makeNetwork({ name: 'private' }, [{ ip_version: 4, cidr: '10.2.0.0/24' }]);
    const edge = await make('router', { name: 'r', external_gateway_info: { network_id: pool } });
    const { subnets } = await builder.request('network', {
      path: '/subnets',
      query: { network_id: inside },
      schema: z.object({ subnets: z.array(z.object({ id: z.string() })) }),
    });
    await builder.call('network', {
      method: 'PUT',
      path: `/routers/${edge}/add_router_interface`,
      body: { subnet_id: subnets[0]?.id },
    });
    const web = await make('security_group', { name: 'web' });
    const nic = await make('port', {
      network_id: inside,
      mac_address: 'fa:16:3e:3c:ce:6f',
      fixed_ips: [{ ip_address: '10.2.0.7' }],
      security_groups: [web],
    });
    const server = await makeServer('web', [{ port: nic }]);
    const floatingBody = { floating_network_id: pool, floating_ip_address: '203.0.113.80' };
    await builder.call('network', {
      method: 'POST',
      path: '/floatingips',
      body: { floatingip: { ...floatingBody, port_id: nic } },
    });
    await builder.call('network', {
      method: 'POST',
      path: '/floatingips',
      body: { floatingip: { ...floatingBody, floating_ip_address: '203.0.113.81' } },
    });

    const [group] = await collect(securityGroup.list(source, {}), ({ name }) => name === 'web');
    const id = `${server}-3cce6f`;
    expect((await getServer(source, server))?.ports).toMatchObject([{ id, network_id: inside }]);
    expect(await port.get(source, id)).toMatchObject({
      mac_address: 'fa:16:3e:3c:ce:6f',
      fixed_ips: [{ subnet_id: `${inside}-v4`, ip_address: '10.2.0.7' }],
      security_groups: [group?.id],
      device_id: server,
    });
    const floating = (await collect(floatingIp.list(source, {}))).toSorted((left, right) =>
      left.name.localeCompare(right.name),
    );
    expect(floating).toMatchObject([
      { name: '203.0.113.80', port_id: id, fixed_ip_address: '10.2.0.7' },
      { name: '203.0.113.81', port_id: null, fixed_ip_address: null },
    ]);
    // Its hosts are the router between the network and the pool.
    expect(await router.get(source, `${inside}-rt`)).toMatchObject({
      external_gateway_info: { network_id: 'floating-pool-nova', enable_snat: true },
      interfaces: [{ fixed_ips: [{ subnet_id: `${inside}-v4`, ip_address: '10.2.0.1' }] }],
    });
    const needs = await port.references(source, (await port.get(source, id))!);
    expect(needs).toContainEqual({ kind: 'router', id: `${inside}-rt` });
    for (const { id: made } of [...floating, group!, { id }]) {
      expect(`pumphouse:source=${made}`).toMatch(/^[^/,]{1,60}$/);
    }
  });

  test('security groups come with rules for addresses and for groups, and let all out', async () => {
    const db = await make('security_group', { name: 'db', description: 'Databases' });
    const app = await make('security_group', { name: 'app' });
    const rule = { security_group_id: db, direction: 'ingress' };
    for (const more of [
      { ethertype: 'IPv4', protocol: 'tcp', port_range_min: 5432, port_range_max: 5433 },
      { ethertype: 'IPv4', protocol: 'icmp', remote_ip_prefix: '10.0.0.0/8' },
      { ethertype: 'IPv6', protocol: 'ipv6-icmp', remote_ip_prefix: 'fd00::/8' },
      { ethertype: 'IPv4', remote_group_id: app },
    ]) {
      await make('security_group_rule', { ...rule, ...more });
    }
    const { projectId } = await source.identity();
    const found = await collect(securityGroupRules.list(source, {}), ({ name }) => name === 'db');
    const [group] = found;
    expect(group?.id).toMatch(new RegExp(`^${projectId}-\\d+$`));
    const [other] = await collect(securityGroup.list(source, {}), ({ name }) => name === 'app');
    const words = group?.security_group_rules.map((each) =>
      [
        each.direction,
        each.ethertype,
        each.protocol,
        each.port_range_min,
        each.port_range_max,
        each.remote_ip_prefix,
        each.remote_group_id === other?.id ? 'app' : each.remote_group_id,
      ].join(' '),
    );
    expect(words?.toSorted()).toEqual(
      [
        'egress IPv4     ',
        'egress IPv6     ',
        'ingress IPv4     app',
        'ingress IPv4 icmp   10.0.0.0/8 ',
        'ingress IPv4 tcp 5432 5433 0.0.0.0/0 ',
        'ingress IPv6 ipv6-icmp   fd00::/8 ',
      ].toSorted(),
    );
  });

  test('what needs a port changed is refused, and nothing is sent', async () => {
    const [server] = (await collect(port.list(source, {}))).map((each) => each.device_id);
    simulation.journal.clear();
    await expect(fencePorts(source, server ?? '')).rejects.toThrow(UnsupportedError);
    expect(simulation.journal.entries.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('a floating IP that was taken off is given back, wherever the attempt to take it off was cut', async () => {
    const speaking = await collect(floatingIp.list(source, {}), ({ port_id }) => port_id !== null);
    const { id, port_id, floating_network_id: pool } = speaking[0]!;
    const own = port_id!;
    const networks = new Set([pool]);
    const look = async () => (await getOne(source, floatingIpWires, id))!;
    // Two tags, then the action.
    for (const most of [0, 1, 2, 3]) {
      const { cloud, calls } = cutAfter(most);
      await silence(cloud, own, networks).catch(() => undefined);
      expect(calls()).toBe(most);
      expect((await look()).port_id).toBe(most === 3 ? null : own);
      // Who asks for it is told what it stood for.
      expect(await floatingIp.get(source, id)).toMatchObject({ port_id: own });
      await speakAgain(source, own);
      expect(await look()).toMatchObject({
        port_id: own,
        fixed_ip_address: '10.2.0.7',
        tags: [],
      });
    }
    expect((await getServer(source, own.slice(0, 36)))?.tags).toEqual([]);
  });

  test('a plan says what has no words in Neutron, and what cannot be done in nova-network', async () => {
    const ranges = ['203.0.113.0/24', '198.51.100.0/24'].map((cidr) => ({ ip_version: 4, cidr }));
    await makeNetwork({ name: 'outside', 'router:external': true }, ranges, destination);
    const codesOf = async (server: object, more: object): Promise<string[]> => {
      const spec = specSchema.parse({
        name: 'plan',
        source: 'old',
        destination: 'new',
        select: { servers: ['web'] },
        mappings: { network: { nova: 'outside' } },
        server,
        ...more,
      });
      const { concerns } = await makePlan(spec, { source, destination });
      return concerns
        .filter(({ code }) => code.startsWith('nova-network'))
        .map(({ code, severity }) => `${severity} ${code}`);
    };
    expect(await codesOf({}, {})).toEqual([
      'blocker nova-network-no-fence',
      'warning nova-network-same-net',
    ]);
    expect(await codesOf({ retire: 'shelve' }, {})).toEqual(['warning nova-network-same-net']);
    const shared = { sharedSegments: ['private'] };
    expect(await codesOf({ quiesce: 'stop' }, shared)).toEqual([
      'warning nova-network-stays-open',
      'warning nova-network-same-net',
    ]);
    expect(await codesOf({ retire: 'shelve' }, shared)).toContain('blocker nova-network-no-fence');
    const outside = { sharedSegments: ['nova'] };
    expect(await codesOf({ retire: 'shelve' }, outside)).toContain('blocker nova-network-no-fence');
  });

  test('a network that is everybody’s, and one whose way out cannot be told, are named', async () => {
    await makeNetwork({ name: 'other-pool', 'router:external': true }, [
      { ip_version: 4, cidr: '198.51.100.0/24', enable_dhcp: false },
    ]);
    const spec = specSchema.parse({
      name: 'plan',
      source: 'old',
      destination: 'new',
      strategy: 'all',
      include: [{ kind: ['network'], name: ['flat'] }],
    });
    const { concerns } = await makePlan(spec, { source, destination });
    expect(concerns.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['nova-network-of-all', 'nova-network-no-way-out']),
    );
  });

  test('a floating IP that the network’s router would not lead to is a blocker, unless its pool is mapped to the same network', async () => {
    const [nic] = await collect(
      port.list(builder, {}),
      (each) => each.name === '' && each.mac_address.endsWith('3c:ce:6f'),
    );
    const other = await collect(network.list(builder, {}), ({ name }) => name === 'other-pool');
    const edge = await make('router', {
      name: 'other',
      external_gateway_info: { network_id: other[0]?.id },
    });
    const leg = await make('port', {
      network_id: nic?.network_id,
      fixed_ips: [{ ip_address: '10.2.0.254' }],
    });
    const path = `/routers/${edge}/add_router_interface`;
    await builder.call('network', { method: 'PUT', path, body: { port_id: leg } });
    await builder.call('network', {
      method: 'POST',
      path: '/floatingips',
      body: { floatingip: { floating_network_id: other[0]?.id, port_id: nic?.id } },
    });
    const range = { ip_version: 4, cidr: '198.51.100.0/24' };
    await makeNetwork({ name: 'outside-2', 'router:external': true }, [range], destination);
    const codesOf = async (to: string): Promise<string[]> => {
      const spec = specSchema.parse({
        name: 'plan',
        source: 'old',
        destination: 'new',
        select: { servers: ['web'] },
        mappings: { network: { nova: 'outside', 'other-pool': to } },
        server: { quiesce: 'stop' },
      });
      const { concerns } = await makePlan(spec, { source, destination });
      return concerns.map(({ code }) => code);
    };
    expect(await codesOf('outside-2')).toContain('nova-network-several-pools');
    expect(await codesOf('outside')).not.toContain('nova-network-several-pools');
  });

  test('a network becomes one of Neutron’s, equal in all but what nova-network does not know', async () => {
    const [net] = await collect(network.list(source, {}), ({ name }) => name === 'mynet_0');
    const [from, to] = await Promise.all([source.identity(), destination.identity()]);
    const ids: Record<string, string> = { [`project/${from.projectId}`]: to.projectId ?? '' };
    const differing = async (name: string, id: string): Promise<unknown> => {
      const kind = kindOf(name);
      const { destinationId } = await copyResource({
        kind,
        id,
        source,
        destination,
        ids,
        mappings: {},
        migration: 'nova-network',
        signal: AbortSignal.timeout(60_000),
      });
      ids[`${name}/${id}`] = destinationId;
      const [from, to] = [await kind.get(source, id), await kind.get(destination, destinationId)];
      return differences({ kind, ids, mappings: {} }, from!, to!);
    };
    expect(await differing('network', net?.id ?? '')).toEqual([]);
    expect(await differing('subnet', `${net?.id}-v4`)).toEqual([]);
    expect(await differing('subnet', `${net?.id}-v6`)).toEqual([]);
  });
});

test('a cloud with Neutron is asked as ever', async () => {
  const before = await collect(network.list(destination, {}));
  expect(before.every(({ name }) => name !== 'nova')).toBe(true);
});
