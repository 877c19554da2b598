import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyResource } from '../../../../src/activities/copy-resource.ts';
import type { Copied } from '../../../../src/activities/copy-resource.ts';
import { BlockedError, VerificationError } from '../../../../src/errors/migration.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { openCloud } from '../../../../src/openstack/open-cloud.ts';
import { postImage } from '../../../../src/resources/image/api.ts';
import { image } from '../../../../src/resources/image/index.ts';
import { probeProperties } from '../../../../src/resources/image/refused-properties.ts';
import { startSimulation } from '../../../../src/simulator/start.ts';
import type { Simulation } from '../../../../src/simulator/start.ts';

/** Glances that hash and allow otherwise than the lab's. */
const CLOUDS = [
  { name: 'usual' },
  { name: 'old', imageHashes: ['md5'] },
  { name: 'hashless', imageHashes: [] },
  { name: 'strict', imageHashes: ['sha256'], protectedProperties: ['acme_tier', 'acme_owner'] },
];

let simulation: Simulation;
let directory: string;
const clouds = new Map<string, Cloud>();

beforeAll(async () => {
  simulation = await startSimulation({ clouds: CLOUDS.map((each) => ({ ...each, pace: 0.01 })) });
  directory = await mkdtemp(join(tmpdir(), 'pumphouse-glances-'));
  const file = join(directory, 'clouds.yaml');
  await writeFile(file, simulation.cloudsYaml);
  for (const { name } of CLOUDS) {
    clouds.set(name, await openCloud(name, { environment: { OS_CLIENT_CONFIG_FILE: file } }));
  }
});
afterAll(async () => {
  for (const cloud of clouds.values()) cloud.close();
  await simulation.close();
  await rm(directory, { recursive: true, force: true });
});

test.each([
  ['usual', 'strict', /^sha512:/],
  ['strict', 'usual', /^sha256:/],
  ['hashless', 'strict', /^size:/],
  ['strict', 'hashless', /^sha256:/],
  ['hashless', 'usual', /^size:/],
  ['old', 'strict', /^md5:/],
  ['old', 'hashless', /^md5:/],
])(
  'an image from Glance %s is proven in Glance %s, and the copy says against what',
  async (...of) => {
    const [from, to, verified] = of;
    const id = await makeImage(from, { hw_disk_bus: 'scsi' });
    expect(await copy(id, from, to)).toMatchObject({ action: 'created' });
    const made = await image.get(cloudOf(to), id);
    expect(made?.properties['pumphouse_verified']).toMatch(verified);
    expect(made?.properties['pumphouse_unfinished']).toBeUndefined();
    expect(await copy(id, from, to)).toMatchObject({ action: 'reused', concerns: [] });
  },
);

test('bytes that arrived otherwise are found out also where the two Glances share no hash', async () => {
  const id = await makeImage('usual', {});
  simulation.faults.plan([
    {
      cloud: 'strict',
      method: 'PUT',
      path: '/images/:id/file',
      effect: { do: 'fate', fate: 'wrong-hash' },
    },
  ]);
  await expect(copy(id, 'usual', 'strict')).rejects.toThrow(VerificationError);
  expect(await image.get(cloudOf('strict'), id)).toBeUndefined();
});

test('a protected property is named, its value is not, and nothing is made', async () => {
  const id = await makeImage('usual', { acme_tier: 'hush', hw_disk_bus: 'scsi' });
  const refused = copy(id, 'usual', 'strict');
  await expect(refused).rejects.toThrow(BlockedError);
  await expect(refused).rejects.toThrow(/property acme_tier, which is refused/);
  await expect(refused).rejects.not.toThrow(/hush/);
  expect(await image.get(cloudOf('strict'), id)).toBeUndefined();
});

test('a probe finds all that a cloud refuses, and leaves nothing behind', async () => {
  const strict = cloudOf('strict');
  const wanted = { acme_tier: 'gold', hw_disk_bus: 'scsi', acme_owner: 'wile', kernel_id: 'hush' };
  const found = await probeProperties(strict, wanted);
  expect(found.map(({ name }) => name).toSorted()).toEqual([
    'acme_owner',
    'acme_tier',
    'kernel_id',
  ]);
  expect(JSON.stringify(found)).not.toContain('hush');
  for await (const { name } of image.list(strict, {})) expect(name).not.toBe('pumphouse-probe');
});

function cloudOf(name: string): Cloud {
  const cloud = clouds.get(name);
  if (cloud === undefined) throw new Error(`no cloud ${name}`);
  return cloud;
}

async function makeImage(of: string, properties: object): Promise<string> {
  const cloud = cloudOf(of);
  const body = {
    name: 'odd',
    visibility: 'community',
    disk_format: 'raw',
    container_format: 'bare',
  };
  const { signal } = new AbortController();
  const { id } = await postImage(cloud, { ...body, ...properties }, signal);
  const bytes = Readable.from([randomBytes(1000)]);
  await cloud.upload('image', { path: `/images/${id}/file`, body: bytes });
  return id;
}

function copy(id: string, from: string, to: string): Promise<Copied> {
  return copyResource({
    kind: image,
    id,
    source: cloudOf(from),
    destination: cloudOf(to),
    ids: {},
    mappings: {},
    migration: 'odd',
    signal: AbortSignal.timeout(60_000),
  });
}
