import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { Simulation } from '../../src/simulator/start.ts';

const PATCH = 'application/openstack-images-v2.1-json-patch';
const OCTETS = 'application/octet-stream';
const password = 'of-this-test';

let simulation: Simulation;
let admin: Caller;
let alice: Caller;
let bob: Caller;

beforeAll(async () => {
  simulation = await startSimulation({ clouds: [{ name: 'source', pace: 0.01, password }] });
  admin = await login('admin', 'admin');
  const { roles } = await admin.keystone('GET', '/roles?name=member');
  alice = await newcomer('alice', roles[0]?.id ?? '');
  bob = await newcomer('bob', roles[0]?.id ?? '');
});

afterAll(() => simulation.close());

test('an image is made with its own id, owner and properties, and shows them as Glance does', async () => {
  const id = randomUUID();
  const made = await admin.call('POST', '/images', {
    id,
    name: 'own',
    owner: alice.project,
    tags: ['b', 'a'],
    'acme/tier': 'gold',
  });
  expect(made.status).toBe(201);
  expect(made.headers.get('openstack-image-import-methods')).toContain('glance-direct');
  expect(Object.keys(made.body)[0]).toBe('acme/tier');
  expect(made.body).toMatchObject({
    id,
    owner: alice.project,
    status: 'queued',
    visibility: 'shared',
    size: null,
    checksum: null,
    file: `/v2/images/${id}/file`,
  });
  expect(made.body).not.toHaveProperty('stores');
});

test('the id of a deleted image is refused for ever, in HTML', async () => {
  const { id } = (await alice.call('POST', '/images', { name: 'gone' })).body;
  expect((await alice.call('DELETE', `/images/${id}`)).status).toBe(204);
  const again = await admin.call('POST', '/images', { id, name: 'gone' });
  expect(again.status).toBe(409);
  expect(again.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(again.text).toBe(
    `<html>\n <head>\n  <title>409 Conflict</title>\n </head>\n <body>\n  <h1>409 Conflict</h1>\n  Image ID ${id} already exists!<br /><br />\n\n\n\n </body>\n</html>`,
  );
  expect((await admin.call('GET', `/images/${id}`)).status).toBe(404);
});

test('what Glance keeps to itself is refused', async () => {
  const refused = [
    { visibility: 'public' },
    { owner: bob.project },
    { os_glance_task: '1' },
    { status: 'active' },
  ];
  for (const body of refused) {
    expect((await alice.call('POST', '/images', body)).status).toBe(403);
  }
  const odd = await alice.call('POST', '/images', { disk_format: 'odd' });
  expect(odd.status).toBe(400);
  expect(odd.text).toContain('&#x27;odd&#x27; is not one of [None, &#x27;ami&#x27;');
  const id = await record(alice);
  for (const key of ['status', 'size', 'checksum', 'os_hash_value', 'id']) {
    expect((await patch(alice, id, [{ op: 'replace', path: `/${key}`, value: '1' }])).status).toBe(
      403,
    );
  }
});

test('a patch is applied whole or not at all', async () => {
  const id = await record(alice, { one: '1' });
  const pointer = '/acme~1tier~01';
  const patched = await patch(alice, id, [
    { op: 'add', path: pointer, value: 'gold' },
    { op: 'replace', path: '/min_disk', value: 3 },
    { op: 'remove', path: '/one' },
  ]);
  expect(patched.body).toMatchObject({ 'acme/tier~1': 'gold', min_disk: 3 });
  expect(patched.body).not.toHaveProperty('one');
  const broken = await patch(alice, id, [
    { op: 'add', path: '/two', value: '2' },
    { op: 'remove', path: '/absent' },
  ]);
  expect(broken.status).toBe(409);
  expect((await alice.call('GET', `/images/${id}`)).body).not.toHaveProperty('two');
  const plain = await alice.call('PATCH', `/images/${id}`, []);
  expect(plain.status).toBe(415);
});

test('data are hashed, kept and given back, whole or in part', async () => {
  const data = randomBytes(3_000_000);
  const id = await record(alice);
  expect((await alice.call('GET', `/images/${id}/file`)).status).toBe(204);
  expect((await put(alice, id, data, 'application/json')).status).toBe(415);
  expect((await put(alice, id, data)).status).toBe(204);
  expect((await alice.call('GET', `/images/${id}`)).body).toMatchObject({
    status: 'active',
    size: data.length,
    virtual_size: data.length,
    checksum: createHash('md5').update(data).digest('hex'),
    os_hash_algo: 'sha512',
    os_hash_value: createHash('sha512').update(data).digest('hex'),
    stores: 'lab',
  });
  const again = await put(alice, id, data);
  expect(again.status).toBe(409);
  expect(again.text).toContain('Image status transition from active to saving is not allowed');
  const whole = await file(alice, id);
  expect(whole.headers.get('content-md5')).toBe(createHash('md5').update(data).digest('hex'));
  expect(Buffer.from(await whole.arrayBuffer()).equals(data)).toBe(true);
  const part = await file(alice, id, { range: 'bytes=10-19' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${data.length}`);
  expect(Buffer.from(await part.arrayBuffer()).equals(data.subarray(10, 20))).toBe(true);
  expect((await file(alice, id, { range: `bytes=${data.length}-` })).status).toBe(416);
});

test('an upload that breaks off leaves the image queued', async () => {
  const id = await record(alice);
  const { hostname, port } = new URL(origin());
  const socket = connect(Number(port), hostname);
  socket.write(
    `PUT /v2/images/${id}/file HTTP/1.1\r\nHost: glance\r\nX-Auth-Token: ${alice.token}\r\n` +
      `Content-Type: ${OCTETS}\r\nContent-Length: 1000\r\n\r\nonly this`,
  );
  await until(async () => (await alice.call('GET', `/images/${id}`)).body.status === 'saving');
  socket.destroy();
  await until(async () => (await alice.call('GET', `/images/${id}`)).body.status === 'queued');
  expect((await put(alice, id, Buffer.from('all of it'))).status).toBe(204);
});

test('an image that is to arrive changed is hashed as it was stored', async () => {
  const data = randomBytes(1000);
  const id = await record(alice);
  simulation.faults.plan([
    { path: '/images/:id/file', method: 'PUT', effect: { do: 'fate', fate: 'wrong-hash' } },
  ]);
  await put(alice, id, data);
  const { body } = await alice.call('GET', `/images/${id}`);
  const stored = Buffer.from(await (await file(alice, id)).arrayBuffer());
  expect(stored.length).toBe(data.length);
  expect(stored.equals(data)).toBe(false);
  expect(body.checksum).toBe(createHash('md5').update(stored).digest('hex'));
});

test('a fault spares the calls that hold a word, and does not count them', async () => {
  const effect = { do: 'answer', when: 'before', status: 503 } as const;
  simulation.faults.plan([{ method: 'POST', path: '/images', spare: 'spared', nth: 2, effect }]);
  const statuses: number[] = [];
  for (const name of ['spared', 'first', 'spared', 'second']) {
    statuses.push((await alice.call('POST', '/images', { name })).status);
  }
  simulation.faults.plan([]);
  expect(statuses).toEqual([201, 201, 201, 503]);
});

test('a shared image is seen by its members, and listed once they have accepted', async () => {
  const id = await record(alice, { mark: randomUUID() });
  const { mark } = (await alice.call('GET', `/images/${id}`)).body;
  const listed = async (query = ''): Promise<string[]> => ids(bob, `mark=${mark}${query}`);
  expect((await bob.call('GET', `/images/${id}`)).status).toBe(404);
  expect((await bob.call('POST', `/images/${id}/members`, { member: bob.project })).status).toBe(
    404,
  );
  const added = await alice.call('POST', `/images/${id}/members`, { member: bob.project });
  expect(added).toMatchObject({ status: 200, body: { status: 'pending' } });
  expect((await bob.call('GET', `/images/${id}`)).status).toBe(200);
  expect(await listed()).toEqual([]);
  expect(await listed('&member_status=all')).toEqual([id]);
  const member = `/images/${id}/members/${bob.project}`;
  expect((await alice.call('PUT', member, { status: 'accepted' })).status).toBe(403);
  expect((await bob.call('PUT', member, { status: 'accepted' })).status).toBe(200);
  expect(await listed()).toEqual([id]);
  const foreign = await patch(bob, id, [{ op: 'replace', path: '/name', value: 'mine' }]);
  expect(foreign.status).toBe(403);
  expect(foreign.text).toContain('You do not own this image');
  expect((await bob.call('DELETE', member)).status).toBe(403);
  expect((await alice.call('DELETE', member)).status).toBe(204);
  expect((await bob.call('GET', `/images/${id}`)).status).toBe(404);
});

test('community and hidden images are listed only where they are asked for', async () => {
  const mark = randomUUID();
  const community = await record(alice, { mark, visibility: 'community' });
  const hidden = await record(alice, { mark, os_hidden: true });
  expect(await ids(admin, `mark=${mark}`)).toEqual([]);
  expect(await ids(alice, `mark=${mark}`)).toEqual([community]);
  expect(await ids(bob, `mark=${mark}&visibility=community`)).toEqual([community]);
  expect(await ids(admin, `mark=${mark}&visibility=all&os_hidden=true`)).toEqual([hidden]);
});

test('a list comes in pages, in the order that is asked for', async () => {
  const mark = randomUUID();
  const names = ['c', 'a', 'e', 'b', 'd'];
  for (const name of names) await record(alice, { mark, name, tags: [`t${name}`] });
  const seen: string[] = [];
  let next: string | undefined = `/v2/images?mark=${mark}&sort=name:asc&limit=2`;
  for (let pages = 0; next !== undefined && pages < 5; pages += 1) {
    const { body } = await alice.call('GET', next.slice('/v2'.length));
    expect(body.first).toBe(`/v2/images?mark=${mark}&sort=name%3Aasc&limit=2`);
    seen.push(...body.images.map(({ name }) => name));
    next = body.next;
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(await ids(alice, `mark=${mark}&name=in:a,e`)).toHaveLength(2);
  expect(await ids(alice, `mark=${mark}&tag=tb`)).toHaveLength(1);
  expect((await alice.call('GET', '/images?sort=odd')).status).toBe(400);
});

test('a protected image is not deleted', async () => {
  const id = await record(alice, { protected: true });
  expect((await alice.call('DELETE', `/images/${id}`)).status).toBe(403);
  await patch(alice, id, [{ op: 'replace', path: '/protected', value: false }]);
  expect((await alice.call('DELETE', `/images/${id}`)).status).toBe(204);
});

test('staged data are imported', async () => {
  const id = await record(alice);
  const staged = await alice.raw('PUT', `/images/${id}/stage`, Buffer.from('staged'), OCTETS);
  expect(staged.status).toBe(204);
  const body = { method: { name: 'glance-direct' } };
  expect((await alice.call('POST', `/images/${id}/import`, body)).status).toBe(202);
  await until(async () => (await alice.call('GET', `/images/${id}`)).body.status === 'active');
  expect(await (await file(alice, id)).text()).toBe('staged');
  const { tasks } = (await alice.call('GET', `/images/${id}/tasks`)).body;
  expect(tasks).toMatchObject([{ status: 'success', image_id: id }]);
});

test('a call without a token is told where Keystone is, and has no request id', async () => {
  const answer = await fetch(`${origin()}/v2/images`);
  expect(answer.status).toBe(401);
  const { identity } = source().origins;
  expect(answer.headers.get('www-authenticate')).toBe(`Keystone uri="${identity}"`);
  expect(answer.headers.has('x-openstack-request-id')).toBe(false);
  const versions = await fetch(origin());
  expect(versions.status).toBe(300);
});

test('Nova makes an image of data, unless it is deleted meanwhile', async () => {
  const { image, identity } = source();
  const token = identity.token(alice.token);
  if (token === undefined) throw new Error('no token');
  const snapshot = { name: 'snapshot', diskFormat: 'raw', properties: { image_type: 'snapshot' } };
  const id = image.begin(token, snapshot);
  expect(image.find(token, id)).toMatchObject({ status: 'queued', sizeBytes: 0 });
  await image.finish(id, Readable.from([Buffer.from('disk')]));
  expect(image.find(token, id)).toMatchObject({ status: 'active', sizeBytes: 4, name: 'snapshot' });
  expect(Buffer.concat(await image.read(id).toArray()).toString()).toBe('disk');
  const lost = image.begin(token, snapshot);
  await alice.call('DELETE', `/images/${lost}`);
  await image.finish(lost, Readable.from([Buffer.from('disk')]));
  expect(image.find(token, lost)).toBeUndefined();
});

test('a body that makes no sense is refused, and breaks nothing', async () => {
  const id = await record(alice);
  const bodies = [3, 'x', [], {}, [[]], [{ op: {}, path: [] }], { member: {} }, { status: {} }];
  for (const body of bodies) {
    for (const path of ['/images', `/images/${id}/members`, `/images/${id}/import`]) {
      const { status, text } = await alice.call('POST', path, body);
      expect(text).not.toContain('simulator');
      expect([201, 400, 500]).toContain(status);
    }
    const { status, text } = await patch(alice, id, body);
    expect(text).not.toContain('simulator');
    expect([200, 400]).toContain(status);
  }
});

/** What the tests read of answers, of whichever has it. */
interface Wire {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly checksum: string | null;
  readonly mark: string;
  readonly first: string;
  readonly next?: string;
  readonly images: readonly Wire[];
  readonly tasks: readonly unknown[];
  readonly roles: readonly { readonly id: string }[];
  readonly project: { readonly id: string };
  readonly user: { readonly id: string };
}

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Wire;
}

interface Caller {
  readonly token: string;
  readonly project: string;
  call(method: string, path: string, body?: unknown): Promise<Reply>;
  raw(method: string, path: string, body: Buffer | string, type: string): Promise<Reply>;
  keystone(method: string, path: string, body?: unknown): Promise<Wire>;
}

function source(): Simulation['clouds'][number] {
  const [cloud] = simulation.clouds;
  if (cloud === undefined) throw new Error('no cloud');
  return cloud;
}

function origin(): string {
  return source().origins.image;
}

async function login(user: string, project: string): Promise<Caller> {
  const domain = { id: 'default' };
  const answer = await fetch(`${source().origins.identity}/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: {
        identity: { methods: ['password'], password: { user: { name: user, domain, password } } },
        scope: { project: { name: project, domain } },
      },
    }),
  });
  const { token } = (await answer.json()) as { token: { project: { id: string } } };
  const id = answer.headers.get('x-subject-token') ?? '';
  return caller(id, token.project.id);
}

interface Init {
  readonly method: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

function json(method: string, body: unknown): Init {
  if (body === undefined) return { method };
  return {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
}

function caller(token: string, project: string): Caller {
  const send = async (url: string, init: Init): Promise<Reply> => {
    const answer = await fetch(url, {
      ...init,
      headers: { 'x-auth-token': token, ...init.headers },
    });
    const { status, headers } = answer;
    const text = await answer.text();
    const isJson = headers.get('content-type') === 'application/json';
    return { status, headers, text, body: JSON.parse(isJson ? text : '{}') as Wire };
  };
  return {
    token,
    project,
    call: (method, path, body) => send(`${origin()}/v2${path}`, json(method, body)),
    raw: (method, path, body, type) =>
      send(`${origin()}/v2${path}`, {
        method,
        body: new Uint8Array(Buffer.from(body)),
        headers: { 'content-type': type },
      }),
    keystone: async (method, path, body) =>
      (await send(`${source().origins.identity}/v3${path}`, json(method, body))).body,
  };
}

async function newcomer(name: string, role: string): Promise<Caller> {
  const { project } = await admin.keystone('POST', '/projects', { project: { name } });
  const { user } = await admin.keystone('POST', '/users', { user: { name, password } });
  await admin.keystone('PUT', `/projects/${project.id}/users/${user.id}/roles/${role}`);
  return login(name, name);
}

/** A record that can take data. */
async function record(by: Caller, body: object = {}): Promise<string> {
  const made = await by.call('POST', '/images', {
    disk_format: 'raw',
    container_format: 'bare',
    ...body,
  });
  return made.body.id;
}

function patch(by: Caller, id: string, operations: unknown): Promise<Reply> {
  return by.raw('PATCH', `/images/${id}`, JSON.stringify(operations), PATCH);
}

function put(by: Caller, id: string, data: Buffer, type = OCTETS): Promise<Reply> {
  return by.raw('PUT', `/images/${id}/file`, data, type);
}

function file(by: Caller, id: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${origin()}/v2/images/${id}/file`, {
    headers: { 'x-auth-token': by.token, ...headers },
  });
}

async function ids(by: Caller, query: string): Promise<string[]> {
  const { body } = await by.call('GET', `/images?${query}`);
  return body.images.map(({ id }) => id);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (await condition()) return;
    await sleep(20);
  }
  throw new Error('it has not come to pass');
}
