import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { SimulatedCloud } from '../../src/simulator/cloud.ts';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { PASSWORD, asking, logIn, newcomer, send } from './harness/people.ts';
import type { Caller, Reply } from './harness/people.ts';

const FLAVOR = 'tiny';
const NOWHERE = '11111111-2222-4333-8444-555555555555';
const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAoqxUAm55xPB9djxZuommPoiUo7RowG3VP+zMTxdI6K road@runner';

const DOOR = { service: 'compute', path: () => '/v2.1', version: 'compute 2.' } as const;

let simulation: Simulation;
let cloud: SimulatedCloud;
let admin: Caller;
let alice: Caller;
let image: string;
let network: string;

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [
      {
        name: 'source',
        pace: 0.1,
        password: PASSWORD,
        zones: ['nova', 'far'],
        volumeGbBytes: 1024 * 1024,
      },
    ],
  });
  [cloud] = simulation.clouds as [SimulatedCloud];
  admin = await logIn(cloud, DOOR, { name: 'admin', project: 'admin' });
  alice = await newcomer(cloud, DOOR, { name: 'alice', by: admin });
  const flavor = { id: FLAVOR, name: FLAVOR, ram: 128, vcpus: 1, disk: 1 };
  await admin.ask('POST', '/flavors', { flavor });
  image = await makeImage();
  network = await makeNetwork();
  const limits = { quota_set: { instances: 100, cores: 100 } };
  await admin.ask('PUT', `/os-quota-sets/${admin.project}`, limits);
});
afterAll(() => simulation.close());
beforeEach(() => simulation.faults.plan([]));

async function makeImage(): Promise<string> {
  const { token } = admin;
  const body = {
    name: 'boot',
    disk_format: 'raw',
    container_format: 'bare',
    visibility: 'public',
  };
  const origin = cloud.origins.image;
  const made = await send(`${origin}/v2/images`, asking('POST', token, body));
  await fetch(`${origin}/v2/images/${made.body.id}/file`, {
    method: 'PUT',
    headers: { 'X-Auth-Token': token, 'Content-Type': 'application/octet-stream' },
    body: 'boots',
  });
  return made.body.id;
}

function neutron(path: string, body?: unknown): Promise<Reply> {
  const method = body === undefined ? 'GET' : 'POST';
  return send(`${cloud.origins.network}/v2.0${path}`, asking(method, admin.token, body));
}

async function makeNetwork(): Promise<string> {
  const made = await neutron('/networks', { network: { name: 'inside', shared: true } });
  const { id } = made.body.network;
  await neutron('/subnets', { subnet: { network_id: id, cidr: '10.0.0.0/16', ip_version: 4 } });
  return id;
}

async function makePort(): Promise<string> {
  const { body } = await neutron('/ports', { port: { network_id: network } });
  return body.port.id;
}

function make(caller: Caller, more: object = {}, hints: object = {}): Promise<Reply> {
  const server = { name: 'one', flavorRef: FLAVOR, imageRef: image, networks: 'none', ...more };
  return caller.ask('POST', '/servers', { server, ...hints }, 90);
}

async function look(id: string, minor = 93): Promise<Reply['body']> {
  return (await admin.ask('GET', `/servers/${id}`, undefined, minor)).body.server;
}

async function running(more: object = {}, caller = admin): Promise<string> {
  const { body } = await make(caller, more);
  await until(body.server.id, 'ACTIVE');
  return body.server.id;
}

async function until(id: string, status: string): Promise<void> {
  const stands = async (): Promise<unknown> => {
    const server = await look(id);
    return [server?.status, server?.['OS-EXT-STS:task_state']];
  };
  await expect.poll(stands, { timeout: 10_000, interval: 5 }).toEqual([status, null]);
}

function act(id: string, body: unknown, caller = admin): Promise<Reply> {
  return caller.ask('POST', `/servers/${id}/action`, body);
}

async function flavorNames(caller: Caller, query = ''): Promise<string[]> {
  const { body } = await caller.ask('GET', `/flavors${query}`);
  return body.flavors.map(({ name }: { name: string }) => name);
}

/** Why such a server is not made. */
async function refusalOf(more: object): Promise<string> {
  return (await make(admin, more)).body.badRequest.message;
}

test('a version that Nova does not have is refused, and each answer says which one it is of', async () => {
  const tooNew = await admin.ask('GET', '/servers', undefined, 94);
  expect(tooNew.status).toBe(406);
  expect(tooNew.body.computeFault.message).toBe(
    'Version 2.94 is not supported by the API. Minimum is 2.1 and maximum is 2.93.',
  );
  const { headers } = await admin.ask('GET', '/servers', undefined, 61);
  expect(headers.get('openstack-api-version')).toBe('compute 2.61');
  expect((await send(`${cloud.origins.compute}/v2.1/servers`)).status).toBe(401);
});

test('a private flavor is seen by admins who ask for it, and by the projects that have access', async () => {
  const flavor = {
    id: 'private',
    name: 'private',
    ram: 64,
    vcpus: 1,
    disk: 1,
    'os-flavor-access:is_public': false,
  };
  await admin.ask('POST', '/flavors', { flavor });
  expect(await flavorNames(admin)).not.toContain('private');
  expect(await flavorNames(admin, '?is_public=None')).toContain('private');
  expect((await alice.ask('GET', '/flavors/private')).status).toBe(404);
  const access = { addTenantAccess: { tenant: alice.project } };
  await admin.ask('POST', '/flavors/private/action', access);
  expect((await admin.ask('POST', '/flavors/private/action', access)).status).toBe(409);
  expect(await flavorNames(alice)).toContain('private');
});

test('no swap is an empty text before 2.75, and a flavor inside a server has no id from 2.47 on', async () => {
  const swap = async (minor: number): Promise<unknown> =>
    (await admin.ask('GET', `/flavors/${FLAVOR}`, undefined, minor)).body.flavor.swap;
  expect([await swap(74), await swap(75)]).toEqual(['', 0]);
  const id = await running();
  expect((await look(id, 46)).flavor.id).toBe(FLAVOR);
  expect((await look(id, 47)).flavor).toMatchObject({ original_name: FLAVOR, swap: 0 });
});

test('a key is looked up under the user who asks, not under whom the server is for', async () => {
  const keypair = { name: 'hers', public_key: KEY, user_id: alice.user };
  expect((await admin.ask('POST', '/os-keypairs', { keypair }, 10)).status).toBe(201);
  const { status, body } = await make(admin, { key_name: 'hers' });
  expect([status, body.badRequest.message]).toEqual([400, 'Invalid key_name provided.']);
  expect((await make(alice, { key_name: 'hers' })).status).toBe(202);
});

test('a body that the schema does not have is refused in its words', async () => {
  expect(await refusalOf({ tags: ['a,b'] })).toBe(
    "Invalid input for field/attribute 0. Value: a,b. 'a,b' does not match '^[^,/]*$'",
  );
  expect(await refusalOf({ networks: [{ port: NOWHERE }] })).toBe(
    `Port id ${NOWHERE} could not be found.`,
  );
  expect(await refusalOf({ availability_zone: 'nope' })).toBe(
    'The requested availability zone is not available',
  );
});

test('interfaces stand in the order in which they were asked for', async () => {
  const ports = [await makePort(), await makePort(), await makePort()];
  const id = await running({ networks: ports.toReversed().map((port) => ({ port })) });
  const { body } = await admin.ask('GET', `/servers/${id}/os-interface`);
  const order = body.interfaceAttachments.map((each: { port_id: string }) => each.port_id);
  expect(order).toEqual(ports.toReversed());
});

test('with a server go the ports that Nova made; others are free again', async () => {
  const port = await makePort();
  const id = await running({ networks: [{ port }, { uuid: network }] });
  const taken = await make(admin, { networks: [{ port }] });
  expect([taken.status, taken.body.conflictingRequest?.message]).toEqual([
    409,
    `Port ${port} is still in use.`,
  ]);
  expect((await admin.ask('DELETE', `/servers/${id}`)).status).toBe(204);
  await expect.poll(() => look(id), { timeout: 10_000 }).toBeUndefined();
  expect((await neutron(`/ports?device_id=${id}`)).body.ports).toEqual([]);
  expect((await neutron(`/ports/${port}`)).body.port.device_id).toBe('');
});

/** Where the second comes only when the first has the port, it is refused at once: then another two are asked for. */
async function twoWithOnePort(): Promise<{ port: string; made: readonly Reply[] }> {
  const port = await makePort();
  const one = { networks: [{ port }] };
  const made = await Promise.all([make(admin, one), make(admin, one)]);
  return made.every(({ status }) => status === 202) ? { port, made } : twoWithOnePort();
}

test('of two servers with one port one fails, and takes the port from the other', async () => {
  const { port, made } = await twoWithOnePort();
  const both = () => Promise.all(made.map(({ body }) => look(body.server.id)));
  const statuses = async () => (await both()).map(({ status }) => status as string).toSorted();
  // Which of the two came first is chance.
  await expect.poll(statuses, { timeout: 10_000 }).toEqual(['ACTIVE', 'ERROR']);
  const failed = (await both()).find(({ status }) => status === 'ERROR');
  expect(failed.fault.message).toContain(`Port ${port} is still in use.`);
  expect((await neutron(`/ports/${port}`)).body.port.device_id).toBe('');
});

test('anti-affinity keeps members apart, and fails the one for whom no host is left', async () => {
  const group = { name: 'apart', policy: 'anti-affinity' };
  const { body } = await admin.ask('POST', '/os-server-groups', { server_group: group }, 64);
  const hints = { 'os:scheduler_hints': { group: body.server_group.id } };
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const made = await make(admin, { name }, hints);
    ids.push(made.body.server.id);
    await until(made.body.server.id, name === 'c' ? 'ERROR' : 'ACTIVE');
  }
  const servers = await Promise.all(ids.map((id) => look(id)));
  const [a, b, c] = servers.map((server) => server['OS-EXT-SRV-ATTR:host']);
  expect(c).toBeNull();
  expect(a).not.toBe(b);
  expect(servers[2].fault).toMatchObject({
    code: 500,
    message: 'No valid host was found. There are not enough hosts available.',
  });
});

test('quotas refuse in the words for all that is exceeded', async () => {
  const { status, body } = await make(alice, { min_count: 30 });
  expect(status).toBe(403);
  expect(body.forbidden.message).toMatch(
    /^Quota exceeded for cores, instances: Requested 30, 30, but already used \d+, \d+ of 20, 10 cores, instances$/,
  );
});

test('an action is refused by state, by task, and by lock for all but admins', async () => {
  const id = await running({}, alice);
  expect((await act(id, { 'os-start': null })).body.conflictingRequest.message).toBe(
    `Cannot 'start' instance ${id} while it is in vm_state active`,
  );
  await act(id, { 'os-stop': null });
  expect((await act(id, { pause: null })).body.conflictingRequest.message).toBe(
    `Cannot 'pause' instance ${id} while it is in task_state powering-off`,
  );
  await until(id, 'SHUTOFF');
  await act(id, { lock: null });
  expect((await act(id, { 'os-start': null }, alice)).body.conflictingRequest.message).toBe(
    `Instance ${id} is locked`,
  );
  expect((await act(id, { unlock: null }, alice)).status).toBe(403);
  expect((await act(id, { 'os-start': null })).status).toBe(202);
});

test('suspended by two requests in one moment, the first resume may end where it began', async () => {
  const id = await running();
  const both = await Promise.all([act(id, { suspend: null }), act(id, { suspend: null })]);
  const taken = both.filter(({ status }) => status === 202).length;
  expect(taken).toBeGreaterThan(0);
  const suspends = async (): Promise<number> => {
    const { body } = await admin.ask('GET', `/servers/${id}/os-instance-actions`);
    const actions: { action: string }[] = body.instanceActions;
    return actions.filter(({ action }) => action === 'suspend').length;
  };
  await expect.poll(suspends, { timeout: 10_000 }).toBe(taken);
  await until(id, 'SUSPENDED');
  for (let resumes = 0; resumes < taken; resumes += 1) {
    await act(id, { resume: null });
    await until(id, resumes === taken - 1 ? 'ACTIVE' : 'SUSPENDED');
  }
});

test('an action whose fate is an error leaves the server as it was, and says so', async () => {
  const id = await running();
  simulation.faults.plan([{ body: 'os-stop', effect: { do: 'fate', fate: 'error' } }]);
  expect((await act(id, { 'os-stop': null })).status).toBe(202);
  await until(id, 'ACTIVE');
  const { body } = await admin.ask('GET', `/servers/${id}/os-instance-actions`);
  expect(body.instanceActions[0]).toMatchObject({ action: 'stop', message: 'Error' });
});

test('a server whose fate is an error finds no host, and its port is free', async () => {
  const port = await makePort();
  simulation.faults.plan([{ path: '/servers', effect: { do: 'fate', fate: 'error' } }]);
  const { body } = await make(admin, { networks: [{ port }] });
  await until(body.server.id, 'ERROR');
  expect((await neutron(`/ports/${port}`)).body.port.device_id).toBe('');
});

test('a list is cut into pages that hold each server once, the newest first', async () => {
  const made: string[] = [];
  for (const name of ['page-1', 'page-2', 'page-3']) {
    made.push((await make(admin, { name })).body.server.id);
  }
  const seen: string[] = [];
  let path: string | undefined = '/servers?limit=2&name=^page-';
  while (path !== undefined) {
    const { body }: Reply = await admin.ask('GET', path);
    seen.push(...body.servers.map(({ id }: { id: string }) => id));
    const next: string | undefined = body.servers_links?.[0].href;
    path = next?.slice(next.indexOf('/servers'));
  }
  expect(seen).toEqual(made.toReversed());
});

test("another project's server is not there, and only admins see all", async () => {
  const id = await running();
  expect((await alice.ask('GET', `/servers/${id}`)).body.itemNotFound.message).toBe(
    `Instance ${id} could not be found.`,
  );
  expect((await alice.ask('GET', '/servers?all_tenants=1')).status).toBe(403);
  expect(Object.keys(await look(id))).toContain('OS-EXT-SRV-ATTR:host');
});

test('a snapshot is an image of the bytes the server booted from', async () => {
  const id = await running();
  const body = { createImage: { name: 'shot' } };
  const made = await admin.ask('POST', `/servers/${id}/action`, body, 45);
  const status = async (): Promise<string> => {
    const path = `/v2/images/${made.body.image_id}`;
    return (await send(`${cloud.origins.image}${path}`, asking('GET', admin.token))).body.status;
  };
  await expect.poll(status, { timeout: 10_000 }).toBe('active');
  await until(id, 'ACTIVE');
});
