import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadBinary } from '../../../src/temporal/server-download.ts';

let folder: string;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-download-'));
});

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const onProgress = () => undefined;

function download(service: string) {
  const target = join(folder, 'cache', 'temporal-1.2.3');
  return {
    target,
    done: downloadBinary({ target, version: '1.2.3', service, answerMs: 2_000, onProgress }),
  };
}

async function archive(): Promise<Buffer> {
  await writeFile(join(folder, 'temporal'), '#!/bin/sh\necho hello\n');
  await writeFile(join(folder, 'LICENSE'), 'MIT');
  return execFileSync('tar', ['-czf', '-', '-C', folder, 'LICENSE', 'temporal']);
}

beforeEach(() => execFileSync('mkdir', [join(folder, 'cache')]));

test('the archive of this machine`s platform becomes one program that runs', async () => {
  const asked: string[] = [];
  const body = await archive();
  const service = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(body);
  });
  const { target, done } = download(service);
  await done;
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  expect(asked).toEqual([`/cli/archive/v1.2.3?platform=${process.platform}&arch=${architecture}`]);
  expect(execFileSync(target, { encoding: 'utf8' })).toBe('hello\n');
  expect((await stat(target)).mode & 0o111).not.toBe(0);
  expect(await readdir(join(folder, 'cache'))).toEqual(['temporal-1.2.3']);
});

test('a redirect to where the archive lies is followed', async () => {
  const body = await archive();
  const service = await serve((request, response) => {
    if (request.url === '/stored') response.end(body);
    else response.writeHead(302, { location: '/stored' }).end();
  });
  const { target, done } = download(service);
  await done;
  expect(await readFile(target, 'utf8')).toContain('hello');
});

test('a service that never answers is given up soon, and nothing is left behind', async () => {
  const { done } = download(await serve(() => undefined));
  await expect(done).rejects.toThrow(/download from .* failed: no answer in 2 s/u);
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('a refusal says its status', async () => {
  const { done } = download(await serve((_, response) => response.writeHead(403).end()));
  await expect(done).rejects.toThrow('403');
});

test('half an archive is not taken for a whole one', async () => {
  const body = await archive();
  const service = await serve((_, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  });
  const { done } = download(service);
  await expect(done).rejects.toThrow('download from');
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});

test('what is no archive is refused', async () => {
  const { done } = download(await serve((_, response) => response.end('<html>sign in</html>')));
  await expect(done).rejects.toThrow('tar ended with');
  expect(await readdir(join(folder, 'cache'))).toEqual([]);
});
