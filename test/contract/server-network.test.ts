import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closureOf } from '../../src/activities/closure.ts';
import { copyItems } from '../../src/activities/copy.ts';
import * as destination from '../../src/activities/server-destination.ts';
import { inspectServer } from '../../src/activities/server-inspection.ts';
import type { Inspection } from '../../src/activities/server-inspection.ts';
import { verifyServer } from '../../src/activities/server-verify.ts';
import { specSchema } from '../../src/model/spec.ts';
import type { Spec } from '../../src/model/spec.ts';
import { collect } from '../../src/resources/collect.ts';
import { kindOf } from '../../src/resources/registry.ts';
import { createForwarding, forwardingsTo } from '../../src/resources/port-forwarding/api.ts';
import { portForwarding } from '../../src/resources/port-forwarding/index.ts';
import { fencePorts, unfencePorts } from '../../src/resources/server/fence.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import { trunk as trunkKind } from '../../src/resources/trunk/index.ts';
import { makeImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import {
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makeWayOut,
} from './neutron-lab.ts';
import { makeServer } from './server-lab.ts';
import { copyShared } from './shared-copies.ts';

// A server with a trunk, and a floating IP that forwards a port to it, through the steps of its saga and back again.

const outside = externalNetwork();
const run = { signal: new AbortController().signal, attempt: 1, report: () => undefined };
let lab: Lab;
let spec: Spec;
let made: Awaited<ReturnType<typeof makeWorkload>>;
let ids: Record<string, string>;
let inspection: Inspection;
const server = () => ({ id: made.server, name: lab.run });
const items = () => inspection.levels.flat();
const copyOf = (kind: string, id: string): string => ids[`${kind}/${id}`] ?? '';

beforeAll(async () => {
  lab = await openLab();
  spec = specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    select: { servers: [lab.run] },
    mappings: outside.mappings,
  });
  made = await makeWorkload(lab);
  ids = await copyOthers();
});
afterAll(() => lab?.end());

test('its saga brings its ports, the subports, then the trunk; what forwards to it waits', async () => {
  inspection = await inspectServer(spec, lab, server(), ids);
  const levels = inspection.levels.map((level) => level.map(({ key }) => key).toSorted());
  expect(levels).toEqual([
    [`port/${made.parent}`, `port/${made.sub}`].toSorted(),
    [`trunk/${made.trunk}`],
  ]);
  expect(ids).toHaveProperty([`floating-ip/${made.address}`]);
});

test('a fence closes the subports too', async () => {
  // As the cloud has it: the kind shows a port that we closed as it was.
  const schema = z.looseObject({ port: z.looseObject({ admin_state_up: z.boolean() }) });
  const isClosed = async (id: string): Promise<boolean> => {
    const path = `/ports/${id}`;
    return !(await lab.source.request('network', { path, schema })).port.admin_state_up;
  };
  const closed = () => Promise.all([made.parent, made.sub].map(isClosed));
  await fencePorts(lab.source, made.server);
  expect(await closed()).toEqual([true, true]);
  await unfencePorts(lab.source, made.server);
  expect(await closed()).toEqual([false, false]);
});

test('it boots in its trunk, is forwarded to, and is equal', async () => {
  for (const level of inspection.levels) {
    const copied = await copyItems(spec, lab, { items: level, ids, missing: [] }, run);
    expect(copied.failed).toEqual([]);
    Object.assign(ids, copied.ids);
  }
  ids[`server/${made.server}`] = await destination.createServer(spec, lab, server(), ids, run);
  const id = copyOf('server', made.server);
  await destination.settleDestination(spec, lab, id, inspection.original, run);
  expect(await forwardings()).toEqual([]);
  await destination.associateAddresses(spec, lab, items(), ids, run);
  await destination.associateAddresses(spec, lab, items(), ids, run);
  expect(await forwardings()).toMatchObject([{ outside: '2222:2222', description: 'ssh' }]);
  const expected = { items: items(), original: inspection.original };
  expect(await verifyServer(spec, lab, server(), expected, ids, run)).toEqual([]);
});

test('on the way back server, trunk and ports go, and the shared address forwards no more', async () => {
  const [trunk, parent] = [copyOf('trunk', made.trunk), copyOf('port', made.parent)];
  await destination.removeServer(spec, lab, server(), ids, run);
  await destination.removeItems(lab, items(), ids, run);
  expect(await trunkKind.get(lab.destination, trunk)).toBeUndefined();
  expect(await kindOf('port').get(lab.destination, parent)).toBeUndefined();
  expect(await collect(portForwarding.list(lab.destination, {}), isOurs)).toEqual([]);
});

function isOurs({ floatingIpId }: { readonly floatingIpId: string }): boolean {
  return floatingIpId === copyOf('floating-ip', made.address);
}

function forwardings() {
  const project = copyOf('project', made.project);
  return forwardingsTo(lab.destination, project, [copyOf('port', made.parent)]);
}

/** What a migration has copied before the saga begins. */
async function copyOthers(): Promise<Record<string, string>> {
  const resource = (await serverKind.get(lab.source, made.server))!;
  const { nodes, concerns } = await closureOf(lab, [{ kind: serverKind, resource }], spec.mappings);
  expect(concerns).toEqual([]);
  const there = ['domain/default', `network/${made.external}`];
  return copyShared(lab, spec, nodes, (key) => there.includes(key));
}

async function makeWorkload({ source }: Lab) {
  const { source: external } = await makeExternal(lab, outside.name);
  const ground = await makeGround(lab);
  const { project, network, subnet } = ground;
  await makeWayOut(lab, ground, external);
  const back = await makeNeutron(lab, source, 'network', { name: 'back', project_id: project });
  const port = (body: object) =>
    makeNeutron(lab, source, 'port', { project_id: project, network_id: network, ...body });
  const fixed_ips = [{ subnet_id: subnet, ip_address: '10.10.0.58' }];
  const parent = await port({ name: 'parent', fixed_ips });
  const sub = await port({ name: 'sub', network_id: back });
  const trunk = await makeNeutron(lab, source, 'trunk', {
    project_id: project,
    port_id: parent,
    sub_ports: [{ port_id: sub, segmentation_type: 'vlan', segmentation_id: 101 }],
  });
  const address = await makeNeutron(lab, source, 'floatingip', {
    project_id: project,
    floating_network_id: external,
    floating_ip_address: '198.51.100.165',
  });
  const forwarding = await createForwarding(source, address, {
    protocol: 'tcp',
    internal_port_id: parent,
    internal_ip_address: '10.10.0.58',
    internal_port: 22,
    external_port: 2222,
    description: 'ssh',
  });
  lab.atEnd(() => portForwarding.remove(source, forwarding));
  const flavor = await lab.make(source, 'compute', {
    path: '/flavors',
    body: { flavor: { name: lab.run, ram: 64, vcpus: 1, disk: 1 } },
  });
  const imageRef = await makeImage(lab, source, { name: lab.run, owner: project });
  const id = await makeServer(lab, source.inProject(project), {
    server: {
      name: lab.run,
      imageRef,
      flavorRef: flavor,
      networks: [{ port: parent }],
      availability_zone: 'nova',
    },
  });
  return { project, external, parent, sub, trunk, address, server: id };
}
