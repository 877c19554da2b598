import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Copied } from '../../src/activities/copy-resource.ts';
import { provenanceDescription } from '../../src/model/provenance.ts';
import { collect } from '../../src/resources/collect.ts';
import { associate, disassociate } from '../../src/resources/floating-ip/associate.ts';
import { association } from '../../src/resources/floating-ip/attributes.ts';
import { floatingIp } from '../../src/resources/floating-ip/index.ts';
import { network } from '../../src/resources/network/index.ts';
import { port } from '../../src/resources/port/index.ts';
import type { Port } from '../../src/resources/port/schema.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { router } from '../../src/resources/router/index.ts';
import { securityGroupRules } from '../../src/resources/security-group-rules/index.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { changeNeutron, makeExternal, makeGround, makeNeutron } from './neutron-lab.ts';
import type { Ground } from './neutron-lab.ts';

// What the network kinds do beyond the contract of all kinds. The tests share one project, network and subnet.
let lab: Lab;
let ground: Ground;
const ids: Record<string, string> = {};

async function copy(kind: string, id: string): Promise<Copied> {
  const copied = await copyToLab(lab, {
    kind: kindOf(kind),
    id,
    ids,
    signal: AbortSignal.timeout(240_000),
  });
  if (copied.action === 'created') {
    lab.atEnd(() => kindOf(kind).remove(lab.destination, copied.destinationId));
  }
  ids[copied.key] = copied.destinationId;
  return copied;
}

const inDestination = (one: string, body: Readonly<Record<string, unknown>>): Promise<string> =>
  makeNeutron(lab, lab.destination, one, body);
const idOf = (key: string): string => ids[key] ?? '';

beforeAll(async () => {
  lab = await openLab();
  ground = await makeGround(lab);
  await copy('domain', 'default');
  await copy('project', ground.project);
  await copy('network', ground.network);
  await copy('subnet', ground.subnet);
});
afterAll(() => lab?.end());

test('a DHCP port that took a wanted address is moved to one that neither cloud uses', async () => {
  const { project, network: inside, subnet } = ground;
  const common = { project_id: project, network_id: inside };
  const wanted = await makeNeutron(lab, lab.source, 'port', {
    ...common,
    fixed_ips: fixed(subnet, '10.10.0.51'),
  });
  await makeNeutron(lab, lab.source, 'port', { ...common, fixed_ips: fixed(subnet, '10.10.0.50') });
  const dhcp = await inDestination('port', {
    network_id: idOf(`network/${inside}`),
    device_owner: 'network:dhcp',
    device_id: 'dhcp-of-a-test',
    fixed_ips: fixed(idOf(`subnet/${subnet}`), '10.10.0.51'),
  });
  const group = (await port.get(lab.source, wanted))?.security_groups[0] ?? '';
  await copy('security-group', group);
  await copy('security-group-rules', group);
  const { destinationId } = await copy('port', wanted);
  expect(addresses(await port.get(lab.destination, destinationId))).toEqual(['10.10.0.51']);
  expect(addresses(await port.get(lab.destination, dhcp))).toEqual(['10.10.0.52']);
});

test('the default group of a project of ours gets its source’s rules, and keeps what its owners add', async () => {
  const groups = kindOf('security-group').list(lab.source, { project: ground.project });
  const [group] = await collect(groups, ({ name }) => name === 'default');
  const id = group?.id ?? '';
  await makeNeutron(lab, lab.source, 'security_group_rule', {
    security_group_id: id,
    project_id: ground.project,
    direction: 'ingress',
    protocol: 'tcp',
    description: 'late',
  });
  delete ids[`security-group-rules/${id}`];
  await copy('security-group', id);
  const own = idOf(`security-group/${id}`);
  await lab.destination.call('network', {
    method: 'PUT',
    path: `/security-groups/${own}/tags`,
    body: { tags: [] },
  });
  expect((await copy('security-group-rules', id)).concerns).toEqual([]);
  expect(await rulesOf(own)).toEqual(await rulesOf(id, lab.source));
  await inDestination('security_group_rule', {
    security_group_id: own,
    direction: 'ingress',
    protocol: 'udp',
  });
  const again = await copy('security-group-rules', id);
  expect(again.concerns.map(({ code }) => code)).toEqual(['changed-since']);
  expect(await rulesOf(own)).toContain('ingress udp ');
  await kindOf('security-group').remove(lab.destination, own);
  expect(await kindOf('security-group').get(lab.destination, own)).toMatchObject({
    name: 'default',
  });
});

test('a rule that differs in its description alone is replaced', async () => {
  const project_id = ground.project;
  const id = await makeNeutron(lab, lab.source, 'security_group', { name: 'web', project_id });
  const rule = { direction: 'ingress', protocol: 'tcp', port_range_min: 80, port_range_max: 80 };
  await makeNeutron(lab, lab.source, 'security_group_rule', {
    ...rule,
    project_id,
    security_group_id: id,
    description: 'http',
  });
  const { destinationId } = await copy('security-group', id);
  await inDestination('security_group_rule', { ...rule, security_group_id: destinationId });
  await copy('security-group-rules', id);
  expect(await rulesOf(destinationId)).toEqual(await rulesOf(id, lab.source));
});

test('a router cut off before its interface was added takes the port along when it is removed', async () => {
  const project_id = idOf(`project/${ground.project}`);
  const cut = await inDestination('router', { project_id });
  const loose = await inDestination('port', {
    name: `pumphouse:router=${cut}`,
    project_id,
    network_id: idOf(`network/${ground.network}`),
    device_owner: 'network:router_interface',
    description: provenanceDescription({ source: 'a-port-of-the-source' }),
  });
  await router.remove(lab.destination, cut);
  expect(await port.get(lab.destination, loose)).toBeUndefined();
});

test('a router cut off before its interface was added is finished', async () => {
  const { project, network: inside, subnet } = ground;
  const id = await makeNeutron(lab, lab.source, 'router', { name: 'way', project_id: project });
  await changeNeutron(lab.source, `/routers/${id}/add_router_interface`, { subnet_id: subnet });
  lab.atEnd(() => router.remove(lab.source, id));
  const source = await router.get(lab.source, id);
  const [like] = source?.interfaces ?? [];
  const cut = await inDestination('router', {
    name: 'way',
    project_id: idOf(`project/${project}`),
    description: provenanceDescription({ source: id }),
  });
  const loose = await inDestination('port', {
    name: `pumphouse:router=${cut}`,
    project_id: idOf(`project/${project}`),
    network_id: idOf(`network/${inside}`),
    device_owner: 'network:router_interface',
    mac_address: like?.mac_address,
    fixed_ips: [{ subnet_id: idOf(`subnet/${subnet}`), ip_address: '10.10.0.1' }],
    description: provenanceDescription({ source: like?.id ?? '' }),
  });
  expect(await copy('router', id)).toMatchObject({ destinationId: cut });
  expect((await router.get(lab.destination, cut))?.interfaces).toMatchObject([
    { id: loose, name: '', description: '' },
  ]);
  await router.remove(lab.destination, cut);
});

test('an external network that is not mapped is a blocker that says what to write', async () => {
  const outside = await makeExternal(lab, `${lab.run}-outside`);
  const source = await network.get(lab.source, outside.source);
  const context = { source: lab.source, destination: lab.destination, ids, mappings: {} };
  expect(await network.concerns?.(context, source!)).toMatchObject([
    {
      severity: 'blocker',
      code: 'external-network-unmapped',
      remedy: expect.stringContaining('mappings: network:'),
    },
  ]);
});

test('a floating IP is associated once, taken from no other port, and let go', async () => {
  const outside = await makeExternal(lab, `${lab.run}-floating`);
  const [first, second] = [await freePort(), await freePort()];
  const way = await inDestination('router', {
    external_gateway_info: { network_id: outside.destination },
  });
  await changeNeutron(lab.destination, `/routers/${way}/add_router_interface`, {
    subnet_id: idOf(`subnet/${ground.subnet}`),
  });
  lab.atEnd(() => router.remove(lab.destination, way));
  const id = await inDestination('floatingip', { floating_network_id: outside.destination });
  await associate(lab.destination, id, { portId: first });
  await associate(lab.destination, id, { portId: first });
  await expect(associate(lab.destination, id, { portId: second })).rejects.toThrow(
    /stands for port/,
  );
  const associated = await floatingIp.get(lab.destination, id);
  expect(association(associated!, (_kind, own) => own)).toMatchObject({ port_id: first });
  await disassociate(lab.destination, id);
  await disassociate(lab.destination, id);
  expect(await floatingIp.get(lab.destination, id)).toMatchObject({ port_id: null });
});

function fixed(subnet_id: string, ip_address: string): readonly object[] {
  return [{ subnet_id, ip_address }];
}

function freePort(): Promise<string> {
  return inDestination('port', { network_id: idOf(`network/${ground.network}`) });
}

function addresses(found: Port | undefined): string[] {
  return (found?.fixed_ips ?? []).map(({ ip_address: address }) => address);
}

async function rulesOf(group: string, cloud = lab.destination): Promise<string[]> {
  const found = await securityGroupRules.get(cloud, group);
  return (found?.security_group_rules ?? [])
    .map((rule) => `${rule.direction} ${rule.protocol ?? 'any'} ${rule.description ?? ''}`)
    .toSorted();
}
