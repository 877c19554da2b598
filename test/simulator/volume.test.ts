import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { SimulatedCloud } from '../../src/simulator/cloud.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { PASSWORD, logIn, newcomer, send } from './harness/people.ts';
import type { Caller, Reply } from './harness/people.ts';

const SERVER = '11111111-2222-3333-4444-555555555555';
const MEBIBYTE = 1024 * 1024;

const DOOR = {
  service: 'volume',
  path: (project: string) => `/v3/${project}`,
  version: 'volume ',
} as const;

let simulation: Simulation;
let cloud: SimulatedCloud;
let admin: Caller;
let alice: Caller;

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [{ name: 'source', pace: 0.01, password: PASSWORD, volumeGbBytes: MEBIBYTE }],
  });
  [cloud] = simulation.clouds as [SimulatedCloud];
  admin = await logIn(cloud, DOOR, { name: 'admin', project: 'admin' });
  alice = await newcomer(cloud, DOOR, { name: 'alice', by: admin });
});
afterAll(() => simulation.close());

async function newVolume(caller: Caller, wish: object = {}): Promise<string> {
  const { body } = await caller.ask('POST', '/volumes', { volume: { size: 1, ...wish } });
  await until(caller, `/volumes/${body.volume.id}`, 'available');
  return body.volume.id;
}

async function until(caller: Caller, path: string, status: string): Promise<void> {
  const state = async () => {
    const { body } = await caller.ask('GET', path);
    return Object.values<{ status: string }>(body)[0]?.status;
  };
  await expect.poll(state, { timeout: 10_000, interval: 10 }).toBe(status);
}

async function newImage(bytes: Buffer, wish: object = {}): Promise<string> {
  const headers = { 'X-Auth-Token': admin.token };
  const { body } = await send(`${cloud.origins.image}/v2/images`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'boot', disk_format: 'raw', container_format: 'bare', ...wish }),
  });
  await send(`${cloud.origins.image}/v2/images/${body.id}/file`, {
    method: 'PUT',
    headers: { ...headers, 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
  return body.id;
}

test('the path may name the project of the token, no other', async () => {
  const headers = { 'X-Auth-Token': alice.token };
  const without = await send(`${cloud.origins.volume}/v3/volumes`, { headers });
  expect(without.body).toStrictEqual({ volumes: [] });
  const strange = `${cloud.origins.volume}/v3/${admin.project}/volumes`;
  expect(await send(strange, { headers })).toMatchObject({
    status: 400,
    body: { badRequest: { code: 400, message: 'Malformed request url' } },
  });
});

test('a microversion beyond Zed is refused, and what a newer one brings is not shown by an older', async () => {
  const beyond = await alice.ask('GET', '/volumes', undefined, '3.71');
  expect(beyond.status).toBe(406);
  expect(beyond.body.computeFault.message).toBe(
    'Version 3.71 is not supported by the API. Minimum is 3.0 and maximum is 3.70.',
  );
  const path = `/volumes/${await newVolume(alice)}`;
  const [old, fresh] = [
    await alice.ask('GET', path),
    await alice.ask('GET', path, undefined, '3.70'),
  ];
  expect(old.headers.get('openstack-api-version')).toBe('volume 3.0');
  expect(old.body.volume).not.toHaveProperty('volume_type_id');
  expect(fresh.body.volume).toMatchObject({ consumes_quota: true, group_id: null });
  expect((await alice.ask('GET', '/attachments', undefined, '3.26')).status).toBe(404);
});

test("another project's volume is not there; its administrator sees it with more", async () => {
  const id = await newVolume(admin, { name: 'hers' });
  expect((await alice.ask('GET', `/volumes/${id}`)).body).toStrictEqual({
    itemNotFound: { code: 404, message: `Volume ${id} could not be found.` },
  });
  const seen = await alice.ask('GET', '/volumes?all_tenants=1&name=hers');
  expect(seen.body.volumes).toStrictEqual([]);
  const { body } = await admin.ask('GET', `/volumes/${id}`);
  expect(body.volume['os-vol-host-attr:host']).toBe('source-cinder@nfs#nfs');
});

test('a volume made from an image is uploaded with the same bytes, filled up with zeros', async () => {
  const bytes = Buffer.from('boot sector'.repeat(1000));
  const imageRef = await newImage(bytes, { min_disk: 2, os_distro: 'debian' });
  const tooSmall = await admin.ask('POST', '/volumes', { volume: { size: 1, imageRef } });
  expect(tooSmall.body.badRequest.message).toBe(
    'Invalid input received: Volume size 1GB cannot be smaller than the image minDisk size 2GB.',
  );
  const id = await newVolume(admin, { size: 2, imageRef });
  const { volume } = (await admin.ask('GET', `/volumes/${id}`)).body;
  expect(volume).toMatchObject({
    bootable: 'true',
    volume_image_metadata: { image_id: imageRef, os_distro: 'debian', min_disk: '2' },
  });
  const answer = await admin.ask('POST', `/volumes/${id}/action`, {
    'os-volume_upload_image': { image_name: 'back' },
  });
  expect(answer.body['os-volume_upload_image']).toMatchObject({ status: 'uploading', size: 2 });
  await until(admin, `/volumes/${id}`, 'available');
  const imageId: string = answer.body['os-volume_upload_image'].image_id;
  const image = await send(`${cloud.origins.image}/v2/images/${imageId}`, {
    headers: { 'X-Auth-Token': admin.token },
  });
  const whole = Buffer.concat([bytes, Buffer.alloc(2 * MEBIBYTE - bytes.length)]);
  expect(image.body).toMatchObject({
    status: 'active',
    size: 2 * MEBIBYTE,
    os_distro: 'debian',
    os_hash_value: createHash('sha512').update(whole).digest('hex'),
  });
});

test('a volume is reserved, attached, detached; while it is in use it is neither deleted nor extended', async () => {
  const id = await newVolume(alice);
  const act = (name: string, args: unknown = null) =>
    alice.ask('POST', `/volumes/${id}/action`, { [name]: args });
  expect((await act('os-reserve')).status).toBe(202);
  expect((await act('os-reserve')).body.badRequest.message).toBe(
    'Invalid volume: Volume status must be available to reserve, but the status is attaching.',
  );
  await act('os-attach', { instance_uuid: SERVER, mountpoint: '/dev/vdb' });
  const { volume } = (await alice.ask('GET', `/volumes/${id}`)).body;
  expect(volume).toMatchObject({
    status: 'in-use',
    metadata: { readonly: 'False', attached_mode: 'rw' },
    attachments: [{ server_id: SERVER, device: '/dev/vdb', host_name: null }],
  });
  expect((await alice.ask('DELETE', `/volumes/${id}`)).body.badRequest.message).toMatch(
    /^Invalid volume: Volume status must be available or error or .* attached, belong to a group/,
  );
  expect((await act('os-extend', { new_size: 2 })).body.badRequest.message).toBe(
    `Invalid volume: Volume ${id} status must be '{'status': 'available'}' to extend, currently in-use.`,
  );
  await act('os-begin_detaching');
  await act('os-detach', {});
  const after = (await alice.ask('GET', `/volumes/${id}`)).body.volume;
  expect(after).toMatchObject({ status: 'available', attachments: [] });
});

test('an attachment of its own reserves, connects and completes', async () => {
  const id = await newVolume(alice);
  const status = async () => (await alice.ask('GET', `/volumes/${id}`)).body.volume.status;
  const wish = { attachment: { volume_uuid: id, instance_uuid: SERVER } };
  const { attachment } = (await alice.ask('POST', '/attachments', wish, '3.27')).body;
  expect(attachment).toMatchObject({ status: 'reserved', attach_mode: 'null', attached_at: '' });
  expect(await status()).toBe('reserved');
  const connector = { host: 'compute-1', mountpoint: '/dev/vdc' };
  const path = `/attachments/${attachment.id}`;
  await alice.ask('PUT', path, { attachment: { connector } }, '3.27');
  expect(await status()).toBe('attaching');
  await alice.ask('POST', `${path}/action`, { 'os-complete': null }, '3.44');
  expect(await status()).toBe('in-use');
  await alice.ask('DELETE', path, undefined, '3.27');
  expect(await status()).toBe('available');
});

test('a volume with a snapshot is deleted only with it; a volume is made from the snapshot', async () => {
  const id = await newVolume(alice, { name: 'kept' });
  const made = await alice.ask('POST', '/snapshots', { snapshot: { volume_id: id } });
  const { snapshot } = made.body;
  await until(alice, `/snapshots/${snapshot.id}`, 'available');
  const copy = await newVolume(alice, { size: undefined, snapshot_id: snapshot.id });
  expect((await alice.ask('GET', `/volumes/${copy}`)).body.volume).toMatchObject({
    size: 1,
    snapshot_id: snapshot.id,
  });
  expect((await alice.ask('DELETE', `/volumes/${id}`)).status).toBe(400);
  expect((await alice.ask('DELETE', `/volumes/${id}?cascade=true`)).status).toBe(202);
  await expect
    .poll(async () => (await alice.ask('GET', `/snapshots/${snapshot.id}`)).status)
    .toBe(404);
});

test('what is over quota is refused with 413 and the words of the quota', async () => {
  const bob = await newcomer(cloud, DOOR, { name: 'bob', by: admin });
  const quota = { quota_set: { volumes: 1, gigabytes: 5 } };
  await admin.ask('PUT', `/os-quota-sets/${bob.project}`, quota);
  const tooLarge = await bob.ask('POST', '/volumes', { volume: { size: 6 } });
  expect(tooLarge.body).toStrictEqual({
    overLimit: {
      code: 413,
      message:
        'VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes quota. Requested 6G, quota is 5G and 0G has been consumed.',
      retryAfter: '0',
    },
  });
  await newVolume(bob);
  const tooMany = await bob.ask('POST', '/volumes', { volume: { size: 1 } });
  expect(tooMany.body.overLimit.message).toBe(
    "VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota 'volumes'.",
  );
  const used = await bob.ask('GET', `/os-quota-sets/${bob.project}?usage=true`);
  expect(used.body.quota_set.gigabytes).toStrictEqual({ limit: 5, in_use: 1, reserved: 0 });
});

test('a list is cut into pages whose links keep the filters', async () => {
  for (const name of ['page-1', 'page-2', 'page-3']) {
    await newVolume(alice, { name, metadata: { of: 'pages' } });
  }
  const names: string[] = [];
  let path: string | undefined = '/volumes?metadata={"of":"pages"}&sort=name:asc&limit=2';
  while (path !== undefined) {
    const { body }: Reply = await alice.ask('GET', path);
    names.push(...body.volumes.map((each: { name: string }) => each.name));
    path = body.volumes_links?.[0].href.split(alice.project)[1];
  }
  expect(names).toStrictEqual(['page-1', 'page-2', 'page-3']);
});

test('a planned fault makes a volume end in error, or never end', async () => {
  simulation.faults.plan([
    { path: '/volumes', method: 'POST', effect: { do: 'fate', fate: 'error' } },
    { path: '/volumes/:id/action', body: 'os-extend', effect: { do: 'fate', fate: 'stuck' } },
  ]);
  const { body } = await alice.ask('POST', '/volumes', { volume: { size: 1 } });
  await until(alice, `/volumes/${body.volume.id}`, 'error');
  const id = await newVolume(alice);
  await alice.ask('POST', `/volumes/${id}/action`, { 'os-extend': { new_size: 2 } });
  await until(alice, `/volumes/${id}`, 'extending');
  expect(simulation.faults.unused()).toStrictEqual([]);
  simulation.faults.plan([]);
});

test('a hostile body is refused, and breaks nothing', async () => {
  const bodies = [null, [], 'x', 7, { volume: [] }, { volume: { size: {} } }, { volume: 'x' }];
  for (const body of bodies) {
    expect((await alice.ask('POST', '/volumes', body)).status).toBe(400);
  }
  const id = await newVolume(alice);
  for (const body of [null, [], 'x', {}, { toString: {} }, { 'os-extend': null }]) {
    expect((await alice.ask('POST', `/volumes/${id}/action`, body)).status).toBe(400);
  }
});
