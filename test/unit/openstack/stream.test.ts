import { Readable, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { OpenStackError } from '../../../src/errors/openstack.ts';
import { json, startLocalCloud } from './local-cloud.ts';

const PATH = '/images/i1/file';
const MIB = 1024 * 1024;

test('a download gives the bytes and their number', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Length': '5' }).end('bytes');
  });
  const { stream, size } = await cloud.download('image', { path: PATH });
  expect(size).toBe(5);
  expect((await buffer(stream)).toString()).toBe('bytes');
});

test('compressed bytes stay as they are', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('not really gzip');
  });
  const { stream } = await cloud.download('image', { path: PATH });
  expect((await buffer(stream)).toString()).toBe('not really gzip');
});

test('a download refused with 401 logs in again', async () => {
  const { cloud, logins } = await startLocalCloud(({ headers }, response) => {
    if (headers['x-auth-token'] === 'token-1') json(response, 401, {});
    else response.end('bytes');
  });
  const { stream } = await cloud.download('image', { path: PATH });
  expect((await buffer(stream)).toString()).toBe('bytes');
  expect(logins).toHaveLength(2);
});

test('a download that breaks off fails with an OpenStackError', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('some');
    setTimeout(() => response.destroy(), 20);
  });
  const { stream } = await cloud.download('image', { path: PATH });
  await expect(buffer(stream)).rejects.toMatchObject({ name: 'OpenStackError', status: undefined });
});

test('a download whose bytes stop coming fails after the idle time', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('some');
  });
  const { stream } = await cloud.download('image', { path: PATH, timeoutMs: 1_000 });
  await expect(buffer(stream)).rejects.toThrow('no bytes for 1 s');
});

test('a slow reader is not idle', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.end(Buffer.alloc(16 * MIB));
  });
  const { stream } = await cloud.download('image', { path: PATH, timeoutMs: 1_000 });
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect((await buffer(stream)).length).toBe(16 * MIB);
});

test('an abort ends a download under way with its own reason', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('some');
  });
  const controller = new AbortController();
  const reason = new Error('stop');
  const { stream } = await cloud.download('image', { path: PATH, signal: controller.signal });
  setTimeout(() => controller.abort(reason), 50);
  await expect(buffer(stream)).rejects.toBe(reason);
});

test('an upload sends the bytes as they come', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => {
    response.writeHead(204).end();
  });
  await cloud.upload('image', { path: PATH, body: Readable.from(['some ', 'bytes']) });
  expect(seen).toMatchObject([{ method: 'PUT', url: `/v2${PATH}`, body: 'some bytes' }]);
  expect(seen[0]?.headers).toMatchObject({
    'transfer-encoding': 'chunked',
    'content-type': 'application/octet-stream',
  });
});

test('an upload is refused before a byte is sent, and its body destroyed', async () => {
  const { cloud } = await startLocalCloud(() => undefined, {
    early(request, response) {
      if (request.method !== 'PUT') return false;
      json(response, 409, { message: 'not allowed' });
      return true;
    },
    serveContinue: false,
  });
  let read = 0;
  const body = new Readable({
    read() {
      read += 1;
      this.push(Buffer.alloc(64 * 1024));
    },
  });
  const sent = cloud.upload('image', { path: PATH, body });
  await expect(sent).rejects.toMatchObject({ status: 409, detail: 'not allowed' });
  expect(body.destroyed).toBe(true);
  expect(read).toBe(0);
});

test('a service that knows no 100-continue gets the bytes all the same', async () => {
  const { cloud, seen } = await startLocalCloud(
    (_request, response) => {
      response.writeHead(204).end();
    },
    { serveContinue: false },
  );
  await cloud.upload('image', { path: PATH, body: Readable.from(['bytes']) });
  expect(seen[0]?.body).toBe('bytes');
});

test('an upload renews a token that would not last', async () => {
  const { cloud, seen } = await startLocalCloud(
    (_request, response) => {
      response.writeHead(204).end();
    },
    { tokenSeconds: 300 },
  );
  await cloud.call('image', { path: '/images' });
  await cloud.upload('image', { path: PATH, body: Readable.from(['bytes']) });
  expect(seen.map(({ headers }) => headers['x-auth-token'])).toEqual(['token-1', 'token-2']);
});

test('an upload is never sent again', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, 503, {}));
  const sent = cloud.upload('image', { path: PATH, body: Readable.from(['bytes']) });
  await expect(sent).rejects.toMatchObject({ status: 503 });
  expect(seen).toHaveLength(1);
});

test('an upload fails with the error of its body', async () => {
  const { cloud } = await startLocalCloud(() => undefined);
  const reason = new Error('the source broke off');
  const body = new Readable({
    read() {
      this.push('some');
      setTimeout(() => this.destroy(reason), 20);
    },
  });
  await expect(cloud.upload('image', { path: PATH, body })).rejects.toBe(reason);
});

test('an upload whose service takes no more bytes fails after the idle time', async () => {
  const { cloud } = await startLocalCloud(() => undefined, {
    early: (request, response) => {
      if (request.method === 'PUT') response.writeContinue();
      return request.method === 'PUT';
    },
  });
  const body = new Readable({
    read() {
      this.push(Buffer.alloc(64 * 1024));
    },
  });
  const sent = cloud.upload('image', { path: PATH, body, timeoutMs: 1_000 });
  const error: unknown = await sent.catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OpenStackError);
  expect(String(error)).toContain('no bytes for 1 s');
});

test('bytes from one cloud to another wait for the slower end', async () => {
  const size = 64 * MIB;
  let sentBytes = 0;
  const chunk = Buffer.alloc(MIB);
  const { cloud } = await startLocalCloud((_request, response) => {
    const source = new Readable({
      read() {
        sentBytes += chunk.length;
        this.push(sentBytes > size ? null : chunk);
      },
    });
    void pipeline(source, response).catch(() => undefined);
  });
  const { stream } = await cloud.download('image', { path: PATH });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(sentBytes).toBeLessThan(24 * MIB);
  let got = 0;
  const sink = new Writable({
    write(bytes: Buffer, _encoding, done) {
      got += bytes.length;
      done();
    },
  });
  await pipeline(stream, sink);
  expect(got).toBe(size);
});
