import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Copied } from '../../src/activities/copy-resource.ts';
import { differences } from '../../src/activities/match.ts';
import type { Concern } from '../../src/model/concern.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { collect } from '../../src/resources/collect.ts';
import { deactivateImage, deleteImage } from '../../src/resources/image/api.ts';
import { image } from '../../src/resources/image/index.ts';
import { probeProperties } from '../../src/resources/image/refused-properties.ts';
import type { Image } from '../../src/resources/image/schema.ts';
import { copyToLab } from './copy-to-lab.ts';
import { makeImage, patchImage } from './image-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { existing } from './resource-kind.suite.ts';

let lab: Lab;
let project: string;
let ids: Record<string, string>;
beforeAll(async () => {
  lab = await openLab();
  project = await lab.makeProject(lab.source);
  ids = { [`project/${project}`]: await lab.makeProject(lab.destination) };
});
afterAll(() => lab?.end());

async function copy(id: string): Promise<Copied> {
  const copied = await copyToLab(lab, {
    kind: image,
    id,
    ids,
    signal: AbortSignal.timeout(120_000),
  });
  lab.atEnd(() => deleteImage(lab.destination, copied.destinationId));
  return copied;
}

/** Copies it, proves it equal, and that a second time changes nothing. Answers the copy. */
async function copied(id: string): Promise<Image> {
  const { destinationId } = await copy(id);
  const source = await existing(image, lab.source, id);
  const made = await existing(image, lab.destination, destinationId);
  expect(differences({ kind: image, ids, mappings: {} }, source, made)).toEqual([]);
  expect(image.unfinished?.(made)).toBe(false);
  expect(await copy(id)).toMatchObject({ destinationId, action: 'reused', concerns: [] });
  return made;
}

async function concernsOf(id: string): Promise<readonly Concern[]> {
  return (await image.concerns?.(lab.preflight(), await existing(image, lab.source, id))) ?? [];
}

function make(cloud: Cloud, body: Readonly<Record<string, unknown>>): Promise<string> {
  const owner = cloud === lab.source ? project : ids[`project/${project}`];
  return makeImage(lab, cloud, { name: lab.run, owner, ...body });
}

/** A record whose data are these bytes; none where it is undefined. */
async function makeOf(body: object, bytes: Buffer | undefined): Promise<string> {
  const id = await lab.make(lab.source, 'image', {
    path: '/images',
    body: { name: lab.run, owner: project, container_format: 'bare', ...body },
  });
  if (bytes !== undefined) {
    const data = Readable.from(bytes.length === 0 ? [] : [bytes]);
    await lab.source.upload('image', { path: `/images/${id}/file`, body: data });
  }
  return id;
}

test.each(['private', 'shared', 'community', 'public'])(
  'an image that is %s, hidden and protected arrives so, its owner’s where that is copied, and can be taken back',
  async (visibility) => {
    const id = await make(lab.source, { visibility, os_hidden: true });
    lab.atEnd(() => protect(id, false));
    await protect(id, true);
    const made = await copied(id);
    const owner = ids[`project/${project}`];
    expect(made).toMatchObject({ visibility, owner, hidden: true, protected: true });
    expect(made.status).toBe('active');
    await image.remove(lab.destination, made.id);
    expect(await image.get(lab.destination, made.id)).toBeUndefined();
  },
);

function protect(id: string, value: boolean): Promise<void> {
  return patchImage(lab.source, id, [{ op: 'replace', path: '/protected', value }]);
}

test('an AMI finds its kernel and ramdisk also where these could not keep their ids', async () => {
  const kernel = await make(lab.source, { disk_format: 'aki', container_format: 'aki' });
  const ramdisk = await make(lab.source, { disk_format: 'ari', container_format: 'ari' });
  const ami = {
    disk_format: 'ami',
    container_format: 'ami',
    kernel_id: kernel,
    ramdisk_id: ramdisk,
  };
  const id = await make(lab.source, ami);
  // An id that was used and deleted is refused for ever.
  await deleteImage(lab.destination, await make(lab.destination, { id: kernel }));
  const references = await image.references(lab.source, await existing(image, lab.source, id));
  expect(references).toEqual(
    expect.arrayContaining([
      { kind: 'image', id: kernel },
      { kind: 'image', id: ramdisk },
    ]),
  );
  for (const each of [kernel, ramdisk]) ids[`image/${each}`] = (await copied(each)).id;
  expect(ids[`image/${kernel}`]).not.toBe(kernel);
  const { properties } = await copied(id);
  expect(properties).toMatchObject({ kernel_id: ids[`image/${kernel}`], ramdisk_id: ramdisk });
});

test('a snapshot points to what the destination has, and keeps the rest under another name', async () => {
  const [base, user, server] = [randomUUID(), randomUUID(), randomUUID()];
  const id = await make(lab.source, {
    image_type: 'snapshot',
    image_location: 'snapshot',
    image_state: 'available',
    owner_user_name: 'wile',
    owner_project_name: 'acme',
    boot_roles: 'member,reader',
    base_image_ref: base,
    user_id: user,
    instance_uuid: server,
    owner_id: project,
  });
  ids[`image/${base}`] = randomUUID();
  const { properties } = await copied(id);
  expect(properties).toMatchObject({
    image_type: 'snapshot',
    image_location: 'snapshot',
    image_state: 'available',
    owner_user_name: 'wile',
    owner_project_name: 'acme',
    boot_roles: 'member,reader',
    base_image_ref: ids[`image/${base}`],
    owner_id: ids[`project/${project}`],
    pumphouse_was_user_id: user,
    pumphouse_was_instance_uuid: server,
  });
  expect(properties).not.toHaveProperty('user_id');
  expect(properties).not.toHaveProperty('instance_uuid');
});

test('an image that waits for its data, one of no bytes, and a deactivated one arrive as they are', async () => {
  const queued = await makeOf({ disk_format: 'raw' }, undefined);
  const formless = await makeOf({ container_format: null, min_disk: 3 }, undefined);
  const empty = await makeOf({ disk_format: 'raw' }, Buffer.alloc(0));
  const closed = await make(lab.source, { visibility: 'community' });
  await deactivateImage(lab.source, closed);
  expect(await copied(queued)).toMatchObject({ status: 'queued', size: null });
  expect(await copied(formless)).toMatchObject({ status: 'queued', minDisk: 3 });
  expect(await copied(empty)).toMatchObject({ status: 'active', size: 0 });
  expect(await copied(closed)).toMatchObject({ status: 'deactivated', size: 64 * 1024 });
  const codes = await Promise.all([queued, empty, closed].map(concernsOf));
  expect(codes.map((found) => found.map(({ code, severity }) => `${severity} ${code}`))).toEqual([
    ['info image-queued'],
    [],
    ['info image-deactivated'],
  ]);
});

test('bytes that are not of the format the image tells are found in its beginning', async () => {
  const backed = Buffer.alloc(70_000);
  backed.write('QFI\u00fb', 'latin1');
  backed.writeUInt32BE(3, 4);
  backed.writeBigUInt64BE(200n, 8);
  const whole = Buffer.from(backed);
  whole.writeBigUInt64BE(0n, 8);
  const cases = [
    [{ disk_format: 'qcow2' }, backed, ['warning image-backing-file']],
    [{ disk_format: 'qcow2' }, whole, []],
    [{ disk_format: 'vmdk' }, whole, ['warning image-format-mismatch']],
    [{ disk_format: 'qcow2' }, Buffer.from('tiny'), ['warning image-format-mismatch']],
    [{ disk_format: 'raw' }, whole, []],
  ] as const;
  for (const [body, bytes, wanted] of cases) {
    const found = await concernsOf(await makeOf(body, bytes));
    expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual(wanted);
  }
});

test('an image whose data are gone while a plan is made stands in the way of it alone', async () => {
  const id = await makeOf({ disk_format: 'qcow2' }, Buffer.from('tiny'));
  const seen = await existing(image, lab.source, id);
  await deleteImage(lab.source, id);
  const found = (await image.concerns?.(lab.preflight(ids), seen)) ?? [];
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'blocker image-data-missing',
  ]);
});

test('a worker that another has overtaken, before the data came or after, finds the copy finished', async () => {
  const id = await make(lab.source, { visibility: 'public', tags: ['golden'] });
  const source = await existing(image, lab.source, id);
  const context = {
    source: lab.source,
    destination: lab.destination,
    ids,
    mappings: {},
    provenance: { source: id, migration: lab.run },
    signal: AbortSignal.timeout(60_000),
    progress: () => undefined,
  };
  const copyId = await image.create(context, source);
  lab.atEnd(() => deleteImage(lab.destination, copyId));
  const empty = await existing(image, lab.destination, copyId);
  await lab.destination.upload('image', {
    path: `/images/${copyId}/file`,
    body: (await lab.source.download('image', { path: `/images/${id}/file` })).stream,
  });
  const unfinished = await existing(image, lab.destination, copyId);
  expect([empty.status, unfinished.status]).toEqual(['queued', 'active']);
  await image.converge?.(context, source, unfinished);
  const finished = await existing(image, lab.destination, copyId);
  for (const seen of [empty, unfinished]) await image.converge?.(context, source, seen);
  expect(await existing(image, lab.destination, copyId)).toEqual(finished);
  expect(differences({ kind: image, ids, mappings: {} }, source, finished)).toEqual([]);
});

test('bytes are counted beforehand', async () => {
  const picked = await existing(image, lab.source, await make(lab.source, {}));
  expect(image.bytes?.(picked)).toBe(64 * 1024);
});

test('a probe tells which properties a cloud refuses, and leaves nothing behind', async () => {
  const found = await probeProperties(lab.destination, {
    hw_disk_bus: 'scsi',
    os_glance_tier: 'gold',
    kernel_id: 'no id',
    acme_tier: 'gold',
  });
  expect(found.map(({ name }) => name).toSorted()).toEqual(['kernel_id', 'os_glance_tier']);
  // A canary beside this test may be asking, too.
  const left = () =>
    collect(image.list(lab.destination, {}), ({ name }) => name === 'pumphouse-probe');
  await expect.poll(left, { timeout: 30_000 }).toEqual([]);
});

test('an image with other data that bears our mark, or the id as well, is taken for no copy', async () => {
  const byMark = await make(lab.source, {});
  const byId = await make(lab.source, {});
  const stranger = await lab.makeProject(lab.destination, { name: `${lab.run}-stranger` });
  const forged = { name: 'a trap', owner: stranger, visibility: 'public' };
  await makeImage(lab, lab.destination, { ...forged, pumphouse_source_id: byMark });
  await makeImage(lab, lab.destination, { ...forged, pumphouse_source_id: byId, id: byId });
  await expect(copy(byMark)).rejects.toThrow(/a trap.*has other data/);
  await expect(copy(byId)).rejects.toThrow(/a trap.*has other data/);
});
