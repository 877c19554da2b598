import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { logIn, newcomer, PASSWORD, send } from './harness/people.ts';
import type { Caller, Door, Reply } from './harness/people.ts';

const DOOR: Door = { service: 'image', path: () => '/v2' };
const MIB = 1024 ** 2;
const limits = {
  image_size_total: 1,
  image_stage_total: 1,
  image_count_total: 3,
  image_count_uploading: 1,
};

let simulation: Simulation;
let admin: Caller;
beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [{ name: 'source', pace: 0.01, password: PASSWORD, imageLimits: limits }],
  });
  admin = await logIn(cloud(), DOOR, { name: 'admin', project: 'admin' });
});
afterAll(() => simulation.close());

test('each project’s images are counted, and held against its limits before more are taken', async () => {
  const alice = await someone('alice');
  const ids = [await record(alice), await record(alice), await record(alice)];
  expect((await alice.ask('POST', '/images', {})).status).toBe(413);
  expect((await put(alice, ids[0], 'file', 2 * MIB)).status).toBe(204);
  // The size of what comes is not known before: it is what there is that counts.
  const refused = await put(alice, ids[1], 'file', 1);
  expect(refused.status).toBe(413);
  expect(refused.body).toContain('Resource image_size_total is over limit of 1');
  expect((await alice.ask('GET', '/info/usage')).body).toEqual({
    usage: {
      image_size_total: { usage: 2, limit: 1 },
      image_stage_total: { usage: 0, limit: 1 },
      image_count_total: { usage: 3, limit: 3 },
      image_count_uploading: { usage: 0, limit: 1 },
    },
  });
});

test('an image for another project is held against the project of the token', async () => {
  const bob = await someone('bob');
  for (let made = 0; made < 4; made += 1) await record(admin, { owner: bob.project });
  expect((await admin.ask('GET', '/info/usage')).body.usage.image_count_total.usage).toBe(0);
  expect((await bob.ask('GET', '/info/usage')).body.usage.image_count_total.usage).toBe(4);
  expect((await bob.ask('POST', '/images', {})).status).toBe(413);
});

test('what is staged counts as under way, and is refused where it would be too much', async () => {
  const carol = await someone('carol');
  const [staged, other] = [await record(carol), await record(carol)];
  expect((await put(carol, staged, 'stage', 2 * MIB)).status).toBe(204);
  expect((await carol.ask('GET', '/info/usage')).body.usage).toMatchObject({
    image_stage_total: { usage: 2 },
    image_count_uploading: { usage: 1 },
    image_size_total: { usage: 0 },
  });
  expect((await put(carol, other, 'stage', 1)).status).toBe(413);
  const second = await put(carol, other, 'file', 1);
  expect(second.status).toBe(413);
  expect(second.body).toContain('Resource image_count_uploading is over limit of 1');
  expect((await carol.ask('GET', `/images/${other}`)).body.status).toBe('queued');
  const method = { name: 'glance-direct' };
  expect((await carol.ask('POST', `/images/${staged}/import`, { method })).status).toBe(202);
  const task = async () => (await carol.ask('GET', `/images/${staged}/tasks`)).body.tasks[0];
  await expect.poll(async () => (await task()).status).toBe('failure');
  expect((await carol.ask('GET', `/images/${staged}`)).body.status).toBe('queued');
});

function cloud() {
  const [first] = simulation.clouds;
  if (first === undefined) throw new Error('no cloud');
  return first;
}

function someone(name: string): Promise<Caller> {
  return newcomer(cloud(), DOOR, { name, by: admin });
}

async function record(by: Caller, more: object = {}): Promise<string> {
  const image = { disk_format: 'raw', container_format: 'bare', ...more };
  return (await by.ask('POST', '/images', image)).body.id;
}

function put(by: Caller, id = '', where = 'file', bytes = 1): Promise<Reply> {
  return send(`${cloud().origins.image}/v2/images/${id}/${where}`, {
    method: 'PUT',
    headers: { 'X-Auth-Token': by.token, 'Content-Type': 'application/octet-stream' },
    body: new Uint8Array(bytes),
  });
}
