import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { UnsupportedError } from '../../../src/errors/migration.ts';
import { OpenStackError } from '../../../src/errors/openstack.ts';
import { json, PASSWORD, startLocalCloud } from './local-cloud.ts';

const anything = z.unknown();

test('a path goes below the versioned endpoint of its service', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, 200, {}));
  await cloud.call('compute', { path: '/servers' });
  await cloud.call('image', { path: '/images' });
  await cloud.call('network', { path: '/ports', query: { tags: ['a', 'b'], name: undefined } });
  await cloud.call('volume', { path: '/volumes' });
  await cloud.call('identity', { path: '/users' });
  expect(seen.map(({ url }) => url)).toEqual([
    '/v2.1/servers',
    '/v2/images',
    '/v2.0/ports?tags=a&tags=b',
    '/volume/v3/p1/volumes',
    '/v3/users',
  ]);
});

test('a body goes as JSON, and the answer is parsed with the schema', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) =>
    json(response, 201, { server: { id: 's1', extra: true } }),
  );
  const schema = z.looseObject({ server: z.looseObject({ id: z.string() }) });
  const options = { method: 'POST', path: '/servers', body: { server: { name: 'web' } } } as const;
  expect((await cloud.request('compute', { ...options, schema })).server.id).toBe('s1');
  expect(seen[0]?.body).toBe('{"server":{"name":"web"}}');
  expect(seen[0]?.headers['content-type']).toBe('application/json');
});

test('an error carries status, request id, Retry-After and the words of the service', async () => {
  const { cloud, url } = await startLocalCloud((_request, response) => {
    response.setHeader('x-openstack-request-id', 'req-1');
    response.setHeader('Retry-After', '120');
    json(response, 503, { computeFault: { code: 503, message: 'Too busy' } });
  });
  const error = await cloud.call('compute', { path: '/servers' }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OpenStackError);
  expect(error).toMatchObject({
    status: 503,
    requestId: 'req-1',
    retryAfterMs: 120_000,
    detail: 'Too busy',
    url: `${url}/v2.1/servers`,
  });
});

test('an answer that does not fit names the field', async () => {
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, { servers: [{ id: 's1' }, { id: 7 }] }),
  );
  const schema = z.looseObject({ servers: z.array(z.looseObject({ id: z.string() })) });
  await expect(cloud.request('compute', { path: '/servers', schema })).rejects.toThrow(
    /the answer does not fit: servers\.1\.id: .*expected string/,
  );
});

test('an answer that is not JSON is an error with its status', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.writeHead(200).end('<html>a captive portal</html>');
  });
  const asked = cloud.request('compute', { path: '/servers', schema: anything });
  await expect(asked).rejects.toMatchObject({ status: 200, detail: /not JSON/ });
});

test('a truncated answer is no answer: it is asked for again', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) => {
    if (count > 1) return json(response, 200, { servers: [] });
    response.writeHead(200, { 'Content-Length': '100' }).write('{"servers": [');
    setTimeout(() => response.destroy(), 20);
    return undefined;
  });
  await cloud.request('compute', { path: '/servers', schema: anything });
  expect(seen).toHaveLength(2);
});

test('a truncated answer to a POST is an error without a status, sent once', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => {
    response.writeHead(200, { 'Content-Length': '100' }).write('{"server": ');
    setTimeout(() => response.destroy(), 20);
  });
  const asked = cloud.request('compute', { method: 'POST', path: '/servers', schema: anything });
  await expect(asked).rejects.toMatchObject({ name: 'OpenStackError', status: undefined });
  expect(seen).toHaveLength(1);
});

test.each([500, 502, 503, 504, 408, 429])('a GET is sent again after %i', async (status) => {
  const { cloud, seen, events } = await startLocalCloud((_request, response, count) =>
    json(response, count === 1 ? status : 200, {}),
  );
  await cloud.call('network', { path: '/networks' });
  expect(seen).toHaveLength(2);
  expect(events.map((event) => [event.attempt, event.status]).slice(1)).toEqual([
    [1, status],
    [2, 200],
  ]);
});

test('a GET is given up after three tries', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, 503, {}));
  await expect(cloud.call('network', { path: '/networks' })).rejects.toMatchObject({ status: 503 });
  expect(seen).toHaveLength(3);
});

test.each([400, 403, 404, 409, 501])('nothing is sent again after %i', async (status) => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, status, {}));
  await expect(cloud.call('network', { path: '/networks' })).rejects.toMatchObject({ status });
  expect(seen).toHaveLength(1);
});

test('a POST is sent once, unless its caller says it is repeatable', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) =>
    json(response, count < 3 ? 503 : 200, {}),
  );
  const options = { method: 'POST', path: '/ports' } as const;
  await expect(cloud.call('network', options)).rejects.toMatchObject({ status: 503 });
  expect(seen).toHaveLength(1);
  await cloud.call('network', { ...options, repeatable: true });
  expect(seen).toHaveLength(3);
});

test('a POST refused with 429 had no effect and is sent again', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response, count) =>
    json(response, count === 1 ? 429 : 200, {}),
  );
  await cloud.call('network', { method: 'POST', path: '/ports' });
  expect(seen).toHaveLength(2);
});

test('Retry-After is waited for', async () => {
  const { cloud } = await startLocalCloud((_request, response, count) => {
    response.setHeader('Retry-After', '2');
    json(response, count === 1 ? 503 : 200, {});
  });
  await cloud.identity();
  const started = performance.now();
  await cloud.call('network', { path: '/networks' });
  expect(performance.now() - started).toBeGreaterThan(1_950);
});

test('a Retry-After of a minute is left to the caller', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => {
    response.setHeader('Retry-After', '60');
    json(response, 503, {});
  });
  await expect(cloud.call('network', { path: '/networks' })).rejects.toMatchObject({
    retryAfterMs: 60_000,
  });
  expect(seen).toHaveLength(1);
});

test('no answer in time is an error without a status that says so', async () => {
  const { cloud, seen } = await startLocalCloud(() => undefined);
  await expect(
    cloud.call('network', { path: '/networks', timeoutMs: 1_000 }),
  ).rejects.toMatchObject({
    status: undefined,
    detail: 'no answer within 1 s',
  });
  expect(seen).toHaveLength(1);
});

test('an error printed whole shows no token, however the connection has ended', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => response.destroy());
  const options = { method: 'POST', path: '/networks', body: { network: {} } } as const;
  const error = await cloud.call('network', options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(OpenStackError);
  const token = seen[0]?.headers['x-auth-token'];
  expect(token).toMatch(/^token-/);
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(token);
});

test('an abort ends a request with its own reason', async () => {
  const { cloud } = await startLocalCloud(() => undefined);
  const controller = new AbortController();
  const reason = new Error('the operator said stop');
  setTimeout(() => controller.abort(reason), 50);
  const asked = cloud.call('network', { path: '/networks', signal: controller.signal });
  await expect(asked).rejects.toBe(reason);
});

test('an abort ends the pause before a repetition', async () => {
  const { cloud } = await startLocalCloud((_request, response) => {
    response.setHeader('Retry-After', '9');
    json(response, 503, {});
  });
  const controller = new AbortController();
  const reason = new Error('stop');
  setTimeout(() => controller.abort(reason), 100);
  const started = performance.now();
  const asked = cloud.call('network', { path: '/networks', signal: controller.signal });
  await expect(asked).rejects.toBe(reason);
  expect(performance.now() - started).toBeLessThan(8_000);
});

test('a redirect is not followed', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => {
    response.writeHead(302, { Location: 'http://elsewhere.invalid/' }).end();
  });
  await expect(cloud.call('network', { path: '/networks' })).rejects.toThrow(
    'redirected to http://elsewhere.invalid/',
  );
  expect(seen).toHaveLength(1);
});

test('events tell of every request, without secrets', async () => {
  const { cloud, events } = await startLocalCloud((_request, response) => {
    response.setHeader('x-openstack-request-id', 'req-7');
    json(response, 200, {});
  });
  await cloud.call('network', { path: '/networks', query: { token: 'hidden-token' } });
  expect(events).toMatchObject([
    { method: 'POST', status: 201, service: 'identity', cloud: 'local' },
    { method: 'GET', status: 200, requestId: 'req-7', headers: { 'X-Auth-Token': '***' } },
  ]);
  const told = JSON.stringify(events);
  expect(told).not.toContain(PASSWORD);
  expect(told).not.toContain('token-1');
  expect(told).not.toContain('hidden-token');
});

test('an error never contains the body or the token of its request', async () => {
  const { cloud } = await startLocalCloud((_request, response) => json(response, 400, {}));
  const body = { server: { user_data: 'c2VjcmV0' } };
  const error: unknown = await cloud
    .call('compute', { method: 'POST', path: '/servers', body })
    .catch((error: unknown) => error);
  const told = `${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`;
  expect(told).not.toContain('c2VjcmV0');
  expect(told).not.toContain('token-1');
});

const versions = {
  versions: [
    { id: 'v2.0', version: '', min_version: '' },
    { id: 'v2.1', version: '2.93', min_version: '2.1' },
  ],
};

test('a microversion goes into the header of its service, and versions are asked for once', async () => {
  const { cloud, seen } = await startLocalCloud(({ url }, response) => {
    if (url === '/v2.1/') json(response, 200, { version: versions.versions[1] });
    else json(response, 200, {});
  });
  await cloud.call('compute', { path: '/servers', microversion: '2.93' });
  await cloud.inProject('p1').call('compute', { path: '/flavors', microversion: '2.55' });
  expect(seen.map(({ url, headers }) => [url, headers['openstack-api-version']])).toEqual([
    ['/v2.1/', undefined],
    ['/v2.1/servers', 'compute 2.93'],
    ['/v2.1/flavors', 'compute 2.55'],
  ]);
});

test('a microversion above the maximum is UnsupportedError and is not sent', async () => {
  const { cloud, seen } = await startLocalCloud(({ url }, response) =>
    url === '/' ? json(response, 300, versions) : json(response, 404, {}),
  );
  const asked = cloud.call('compute', { path: '/servers', microversion: '2.100' });
  await expect(asked).rejects.toThrow(
    'cloud local: GET /servers needs compute microversion 2.100: it offers 2.1 to 2.93',
  );
  expect(seen.map(({ url }) => url)).toEqual(['/v2.1/', '/']);
});

test('without version documents a microversion is tried, and 406 is UnsupportedError', async () => {
  const { cloud } = await startLocalCloud(({ url }, response) => {
    if (url !== '/volume/v3/p1/volumes') return json(response, 404, {});
    return json(response, 406, { computeFault: { message: 'Version 3.99 is not supported' } });
  });
  const asked = cloud.call('volume', { path: '/volumes', microversion: '3.99' });
  await expect(asked).rejects.toThrow(UnsupportedError);
  await expect(cloud.versions('volume')).resolves.toMatchObject({ microversions: undefined });
});

test('a failing version document fails the call and is asked for again', async () => {
  const { cloud } = await startLocalCloud(({ url }, response, count) => {
    if (count <= 3) return json(response, 503, {});
    return json(response, 200, url === '/v2.1/' ? { version: versions.versions[1] } : {});
  });
  const call = { path: '/servers', microversion: '2.60' };
  await expect(cloud.call('compute', call)).rejects.toMatchObject({ status: 503 });
  await cloud.call('compute', call);
});
