import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { makePlan } from '../../src/activities/make-plan.ts';
import { silenceSource } from '../../src/activities/server-source.ts';
import type { Concern } from '../../src/model/concern.ts';
import { specSchema } from '../../src/model/spec.ts';
import { getOne } from '../../src/resources/neutron/collection.ts';
import { floatingIpWires } from '../../src/resources/floating-ip/schema.ts';
import { silence, speakAgain } from '../../src/resources/floating-ip/silence.ts';
import { floatingIp } from '../../src/resources/floating-ip/index.ts';
import { port as portKind } from '../../src/resources/port/index.ts';
import { server as serverKind } from '../../src/resources/server/index.ts';
import { stopServer } from '../../src/resources/server/power.ts';
import { restoreServer } from '../../src/resources/server/restore.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import {
  changeNeutron,
  externalNetwork,
  makeExternal,
  makeGround,
  makeNeutron,
  makeWayOut,
  tagNeutron,
} from './neutron-lab.ts';
import type { Ground } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';
import { makeSourceServer } from './server-lab.ts';

const outside = externalNetwork();
let lab: Lab;
let ground: Ground;
let external: Awaited<ReturnType<typeof makeExternal>>;
let port: string;
let address: string;

beforeAll(async () => {
  lab = await openLab();
  const { source } = lab;
  external = await makeExternal(lab, outside.name);
  ground = await makeGround(lab);
  await makeWayOut(lab, ground, external.source);
  port = await makeNeutron(lab, source, 'port', {
    project_id: ground.project,
    network_id: ground.network,
  });
  address = await makeNeutron(lab, source, 'floatingip', {
    floating_network_id: external.source,
    port_id: port,
    project_id: ground.project,
  });
  await tagNeutron(source, `/floatingips/${address}`, ['gold']);
});
afterAll(() => lab?.end());

const now = () => getOne(lab.source, floatingIpWires, address);

describe('a floating IP on a segment that both clouds share', () => {
  test('is taken from its port, and still tells what it stood for', async () => {
    const before = await floatingIp.get(lab.source, address);
    await silence(lab.source, port, new Set([external.source]));
    await silence(lab.source, port, new Set([external.source]));
    expect((await now())?.port_id ?? null).toBeNull();
    const { port_id, fixed_ip_address, name } = before!;
    expect(await floatingIp.get(lab.source, address)).toMatchObject({
      port_id,
      fixed_ip_address,
      name,
    });
  });

  test('is given back without a trace', async () => {
    await speakAgain(lab.source, port);
    await speakAgain(lab.source, port);
    expect(await now()).toMatchObject({ port_id: port, tags: ['gold'] });
  });

  test('that its owner has moved in the meantime stays there', async () => {
    const other = await makeNeutron(lab, lab.source, 'port', {
      project_id: ground.project,
      network_id: ground.network,
    });
    await silence(lab.source, port, new Set([external.source]));
    await changeNeutron(lab.source, `/floatingips/${address}`, { floatingip: { port_id: other } });
    await speakAgain(lab.source, port);
    expect(await now()).toMatchObject({ port_id: other, tags: ['gold'] });
    await changeNeutron(lab.source, `/floatingips/${address}`, { floatingip: { port_id: port } });
  });

  test('on another network is left alone', async () => {
    await silence(lab.source, port, new Set([ground.network]));
    expect(await now()).toMatchObject({ port_id: port, tags: ['gold'] });
  });
});

test('a source that is off is taken off a shared segment, too, tells what it was, and is restored as it was', async () => {
  const { source } = lab;
  const run = `${lab.run}-off`;
  const makeProject: Lab['makeProject'] = (cloud, attributes) =>
    lab.makeProject(cloud, { name: run, ...attributes });
  const id = await makeSourceServer({ ...lab, run, makeProject });
  const { name, ports } = await existing(serverKind, source, id);
  await stopServer(source, id);
  const spec = specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    select: { servers: [id] },
    sharedSegments: [ports[0]?.network_id],
  });
  const schema = z.looseObject({ port: z.looseObject({ admin_state_up: z.boolean() }) });
  const areUp = async () => {
    const found = ports.map((each) =>
      source.request('network', { path: `/ports/${each.id}`, schema }),
    );
    return [...new Set((await Promise.all(found)).map((each) => each.port.admin_state_up))];
  };
  const { signal } = new AbortController();
  expect(await areUp()).toEqual([true]);
  await silenceSource(spec, lab, { id, name }, { signal, report: () => undefined, attempt: 1 });
  expect(await areUp()).toEqual([false]);
  // Else its copy would be said to differ, and a next try would be refused.
  const shown = await Promise.all(ports.map((each) => portKind.get(source, each.id)));
  expect(shown.map((each) => each?.admin_state_up)).toEqual(ports.map(() => true));
  const silenced = await existing(serverKind, source, id);
  const found = await serverKind.concerns?.(lab.preflight(), silenced);
  expect(found?.map(({ code }) => code)).not.toContain('closed-port');
  await restoreServer(source, id, { status: 'SHUTOFF', locked: false });
  expect(await areUp()).toEqual([true]);
}, 240_000);

async function concerns(words: object): Promise<readonly Concern[]> {
  const spec = specSchema.parse({
    name: lab.run,
    source: 'src',
    destination: 'dst',
    strategy: 'all',
    include: [{ kind: ['network', 'subnet', 'router'], project: [ground.project] }],
    ...words,
  });
  const plan = await makePlan(spec, lab);
  return plan.concerns.filter(({ code }) => code.includes('segment'));
}

describe('the plan says of a network', () => {
  const mappings = { network: { ...outside.mappings.network } };

  test('that is made anew that it is a segment of its own', async () => {
    expect(await concerns({ mappings })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subject: `network/${ground.network}`, severity: 'info' }),
      ]),
    );
  });

  test('that is said to be shared, and is not there, that it is a blocker', async () => {
    expect(await concerns({ mappings, sharedSegments: ['front'] })).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'shared-segment-unmapped', severity: 'blocker' }),
      ]),
    );
  });

  test('that is shared what must hold: the same ranges, no second router', async () => {
    const there = await makeNeutron(lab, lab.destination, 'network', { name: lab.run });
    const shared = {
      mappings: { network: { ...mappings.network, [ground.network]: there } },
      sharedSegments: ['front', 'typo'],
    };
    const codes = async (): Promise<string[]> => (await concerns(shared)).map(({ code }) => code);
    expect(await codes()).toEqual(
      expect.arrayContaining([
        'shared-segment',
        'shared-segment-other-range',
        'shared-segment-router',
        'shared-segment-unknown',
      ]),
    );
    await makeNeutron(lab, lab.destination, 'subnet', {
      network_id: there,
      cidr: '10.10.0.0/24',
      ip_version: 4,
      gateway_ip: null,
      enable_dhcp: false,
    });
    expect(await codes()).not.toContain('shared-segment-other-range');
  });
});
