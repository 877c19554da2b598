import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { differences } from '../../../../src/activities/match.ts';
import { collect } from '../../../../src/resources/collect.ts';
import { server } from '../../../../src/resources/server/index.ts';
import { tagsToSend } from '../../../../src/resources/server/nic-tags.ts';
import type { ServerResource } from '../../../../src/resources/server/schema.ts';
import { waitForStatus } from '../../../../src/resources/server/wait.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import type { Simulation } from '../../../../src/simulator/start.ts';

let simulation: Simulation;
let directory: string;
/** The first names its interfaces; the second takes such names and does not show them; the third knows none. */
let clouds: readonly [showing: Cloud, taking: Cloud, older: Cloud];
let tagged: ServerResource;

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [
      { name: 'showing', pace: 0.01 },
      { name: 'taking', pace: 0.01, computeNewest: 60 },
      { name: 'older', pace: 0.01, computeNewest: 25 },
    ],
  });
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-tags-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  const open = (name: string): Promise<Cloud> =>
    openCloud(name, { environment: { OS_CLIENT_CONFIG_FILE: file } });
  clouds = [await open('showing'), await open('taking'), await open('older')];
  tagged = await read(clouds[0], await makeTagged(clouds[0]));
});
afterAll(async () => {
  for (const cloud of clouds) cloud.close();
  await simulation.close();
  await rm(directory, { recursive: true, force: true });
});

const withId = z.looseObject({ id: z.string() });

/** Answers the id; Glance wraps nothing. */
async function make(
  cloud: Cloud,
  service: 'compute' | 'image' | 'network',
  path: string,
  body: object,
): Promise<string> {
  const [key = ''] = service === 'image' ? [''] : Object.keys(body);
  const wrapped = z.looseObject({ [key]: withId }).transform((answer) => answer[key]);
  const made = await cloud.request(service, {
    method: 'POST',
    path,
    body,
    schema: service === 'image' ? withId : wrapped,
    ...(service === 'compute' ? { microversion: '2.60' } : {}),
  });
  return made?.id ?? '';
}

/** Boots a server with two interfaces, of which the second is tagged. */
async function makeTagged(cloud: Cloud): Promise<string> {
  const port = async (cidr: string): Promise<string> => {
    const network_id = await make(cloud, 'network', '/networks', { network: {} });
    await make(cloud, 'network', '/subnets', { subnet: { network_id, cidr, ip_version: 4 } });
    return make(cloud, 'network', '/ports', { port: { network_id } });
  };
  const flavor = { name: 'tiny', ram: 64, vcpus: 1, disk: 1 };
  const image = await make(cloud, 'image', '/images', {
    name: 'boot',
    disk_format: 'raw',
    container_format: 'bare',
  });
  await cloud.call('image', {
    method: 'PUT',
    path: `/images/${image}/file`,
    body: 'some bytes',
    headers: { 'Content-Type': 'application/octet-stream' },
  });
  const id = await make(cloud, 'compute', '/servers', {
    server: {
      name: 'web1',
      flavorRef: await make(cloud, 'compute', '/flavors', { flavor }),
      imageRef: image,
      networks: [
        { port: await port('10.1.0.0/24') },
        { port: await port('10.2.0.0/24'), tag: 'in' },
      ],
    },
  });
  await waitForStatus(cloud, id, ['ACTIVE']);
  return id;
}

async function read(cloud: Cloud, id: string): Promise<ServerResource> {
  const found = await server.get(cloud, id);
  if (found === undefined) throw new Error(`there is no server ${id}`);
  return found;
}

const same = (_kind: string, id: string): string => id;

test('the tags of interfaces are read, in their order, and listed but in a brief list', async () => {
  expect(server.attributes(tagged, same)['nic_tags']).toEqual([null, 'in']);
  const [listed] = await collect(server.list(clouds[0], {}));
  expect(listed?.nicTags).toEqual(tagged.nicTags);
  const [brief] = await collect(server.list(clouds[0], { brief: true }));
  expect(brief).toEqual({ ...listed, nicTags: undefined });
});

test('they are sent to whoever takes them', async () => {
  expect(await tagsToSend(clouds[0], tagged)).toEqual([{}, { tag: 'in' }]);
  expect(await tagsToSend(clouds[1], tagged)).toEqual([{}, { tag: 'in' }]);
  expect(await tagsToSend(clouds[2], tagged)).toEqual([{}, {}]);
});

test('a copy without them differs; a cloud that shows none is not compared', () => {
  const differing = (nicTags: ServerResource['nicTags']): readonly string[] => {
    const existing: ServerResource = { ...tagged, nicTags };
    const found = differences({ kind: server, ids: {}, mappings: {} }, tagged, existing);
    return found.map(({ attribute }) => attribute);
  };
  expect(differing({})).toContain('nic_tags');
  expect(differing(tagged.nicTags)).not.toContain('nic_tags');
  expect(differing(undefined)).not.toContain('nic_tags');
});

test('where they are lost the plan says so', async () => {
  const lost = async (destination: Cloud, resource: ServerResource): Promise<unknown[]> => {
    const context = { source: clouds[0], destination, ids: {}, mappings: {} };
    const concerns = (await server.concerns?.(context, resource)) ?? [];
    return concerns.filter(({ code }) => code === 'nic-tags-dropped');
  };
  expect(await lost(clouds[2], tagged)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('(in)') },
  ]);
  expect(await lost(clouds[1], tagged)).toEqual([]);
  expect(await lost(clouds[2], { ...tagged, nicTags: {} })).toEqual([]);
});
