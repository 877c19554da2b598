import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { copyResource } from '../../../../src/activities/copy-resource.ts';
import { makePlan } from '../../../../src/activities/make-plan.ts';
import { imageLimits } from '../../../../src/activities/preflight/image-limits.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { postImage } from '../../../../src/resources/image/api.ts';
import { image } from '../../../../src/resources/image/index.ts';
import type { ImageLimits } from '../../../../src/simulator/image/limits.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import { json, startLocalCloud, temporaryDirectory } from '../../openstack/local-cloud.ts';
import { scopeOf } from './scope.ts';

const MIB = 1024 ** 2;
const owned = (id: string, owner: string, more: object = {}) =>
  ['image', { id, name: id, owner, status: 'active', size: 3 * MIB, ...more }] as const;
const project = (id: string) => ['project', { id, name: id }] as const;

/** Of a destination whose Glance tells this of the login's project, p1. */
async function messages(
  limits: Readonly<Record<string, readonly [usage: number, limit: number]>>,
  resources: Parameters<typeof scopeOf>[1],
): Promise<string[]> {
  const pairs = Object.entries(limits).map(([name, [usage, limit]]) => [name, { usage, limit }]);
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { usage: Object.fromEntries(pairs) }),
  );
  const scope = scopeOf({ destination: cloud }, resources, { 'project/ours': 'p1' });
  return (await imageLimits(scope)).map(({ message }) => message);
}

const told = (what: string) =>
  `Project p, with whose login images are made, may have ${what} more.`;

test('images of the login’s project add up', async () => {
  const two = [
    owned('a', 'ours'),
    owned('b', 'ours'),
    owned('waiting', 'ours', { status: 'queued' }),
  ];
  const room = {
    image_count_total: [7, 10],
    image_size_total: [4, 10],
    image_count_uploading: [0, 2],
    image_stage_total: [0, 0],
  } as const;
  expect(await messages(room, two)).toEqual([]);
  expect(await messages({}, two)).toEqual([]);
  expect(await messages({ image_count_total: [7, -1] }, two)).toEqual([]);
  const full = {
    image_count_total: [8, 10],
    image_size_total: [5, 10],
    image_count_uploading: [1, 2],
  } as const;
  expect(await messages(full, two)).toEqual([
    told('10 image_count_total in local: it has 8, and the plan makes 3'),
    told('10 image_size_total in local: it has 5, and the plan makes 6'),
    told('2 image_count_uploading in local: it has 1, and the plan makes 2'),
  ]);
});

const failing = { severity: 'warning', code: 'quota-unknown', subject: 'local' };

test.each([
  [403, []],
  [404, []],
  [400, [failing]],
  [405, [failing]],
  [500, [failing]],
])(
  'a Glance that answers %i when asked for its limits holds no plan up',
  async (status, concerns) => {
    const { cloud } = await startLocalCloud((_request, response) =>
      json(response, status, { message: 'no limits in Keystone' }),
    );
    const scope = scopeOf({ destination: cloud }, [owned('a', 'ours')], {});
    expect(await imageLimits(scope)).toMatchObject(concerns);
  },
);

test('images of other projects only pass by, and those of projects that are not there are the login’s', async () => {
  const limits = { image_count_total: [9, 10], image_size_total: [10, 10] } as const;
  const others = [project('theirs'), owned('a', 'theirs'), owned('b', 'theirs')];
  expect(await messages(limits, others)).toEqual([]);
  expect(await messages({ ...limits, image_count_total: [10, 10] }, others)).toEqual([
    told('10 image_count_total in local: it has 10, and the plan makes 1'),
  ]);
  expect(await messages(limits, [owned('a', 'nobody’s'), owned('b', 'nobody’s')])).toHaveLength(2);
});

test('a plan tells what Glance would refuse in its middle', async () => {
  const { source, destination } = await openGlances({
    image_size_total: 10,
    image_stage_total: 0,
    image_count_total: 1,
    image_count_uploading: 10,
  });
  const ids = [await makeImage(source, 'one'), await makeImage(source, 'two')];
  const spec = specSchema.parse({
    name: 'images',
    source: 'source',
    destination: 'destination',
    strategy: 'all',
    include: [{ kind: ['image'] }],
  });
  const { concerns } = await makePlan(spec, { source, destination });
  expect(concerns.filter(({ code }) => code === 'quota-exceeded')).toMatchObject([
    { severity: 'blocker', message: expect.stringContaining('1 image_count_total') },
  ]);
  const [from, to] = await Promise.all([source.identity(), destination.identity()]);
  const copy = (id: string) =>
    copyResource({
      kind: image,
      id,
      source,
      destination,
      ids: { [`project/${from.projectId}`]: to.projectId ?? '' },
      mappings: {},
      migration: 'images',
      signal: AbortSignal.timeout(20_000),
    });
  expect(await copy(ids[0] ?? '')).toMatchObject({ action: 'created' });
  await expect(copy(ids[1] ?? '')).rejects.toThrow('413');
});

async function openGlances(limits: ImageLimits) {
  const simulation = await startSimulation({
    clouds: [
      { name: 'source', pace: 0.01 },
      { name: 'destination', pace: 0.01, imageLimits: limits },
    ],
  });
  onTestFinished(() => simulation.close());
  const file = join(await temporaryDirectory(), 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  const open = async (name: string): Promise<Cloud> => {
    const cloud = await openCloud(name, { environment: { OS_CLIENT_CONFIG_FILE: file } });
    onTestFinished(() => cloud.close());
    return cloud;
  };
  return { source: await open('source'), destination: await open('destination') };
}

async function makeImage(cloud: Cloud, name: string): Promise<string> {
  const body = { name, disk_format: 'raw', container_format: 'bare', visibility: 'private' };
  const { id } = await postImage(cloud, body, AbortSignal.timeout(20_000));
  await cloud.upload('image', { path: `/images/${id}/file`, body: Readable.from([name]) });
  return id;
}
