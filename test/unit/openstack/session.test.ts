import { expect, test } from 'vitest';
import { json, startLocalCloud } from './local-cloud.ts';

test('callers at the same time share one login', async () => {
  const { cloud, logins } = await startLocalCloud((_request, response) => json(response, 200, {}));
  await Promise.all(Array.from({ length: 8 }, () => cloud.call('network', { path: '/ports' })));
  expect(logins).toHaveLength(1);
});

test('a 401 is answered with one new login and one repetition', async () => {
  const { cloud, seen, logins } = await startLocalCloud(({ headers }, response) =>
    json(response, headers['x-auth-token'] === 'token-1' ? 401 : 200, {}),
  );
  await cloud.call('network', { method: 'POST', path: '/ports' });
  expect(logins).toHaveLength(2);
  expect(seen.map(({ headers }) => headers['x-auth-token'])).toEqual(['token-1', 'token-2']);
});

test('a second 401 is the answer', async () => {
  const { cloud, seen, logins } = await startLocalCloud((_request, response) =>
    json(response, 401, { error: { message: 'no' } }),
  );
  await expect(cloud.call('network', { path: '/ports' })).rejects.toMatchObject({ status: 401 });
  expect([seen.length, logins.length]).toEqual([2, 2]);
});

test('many callers refused at once log in once more together', async () => {
  const { cloud, logins } = await startLocalCloud(({ headers }, response) =>
    json(response, headers['x-auth-token'] === 'token-1' ? 401 : 200, {}),
  );
  await Promise.all(Array.from({ length: 6 }, () => cloud.call('network', { path: '/ports' })));
  expect(logins).toHaveLength(2);
});

test('a token about to expire is renewed before it is used', async () => {
  const { cloud, logins } = await startLocalCloud((_request, response) => json(response, 200, {}), {
    tokenSeconds: 30,
  });
  await cloud.call('network', { path: '/ports' });
  await cloud.call('network', { path: '/ports' });
  expect(logins).toHaveLength(2);
});

test('a refused login is tried once and not remembered', async () => {
  let logins = 0;
  const { cloud } = await startLocalCloud((_request, response) => json(response, 200, {}), {
    early(_request, response) {
      logins += 1;
      json(response, 401, { error: { message: 'The request requires authentication.' } });
      return true;
    },
  });
  await expect(cloud.identity()).rejects.toMatchObject({ status: 401, service: 'identity' });
  expect(logins).toBe(1);
  await expect(cloud.identity()).rejects.toMatchObject({ status: 401 });
  expect(logins).toBe(2);
});

test('another project is another login of the same user, and its cloud is cached', async () => {
  const { cloud, logins } = await startLocalCloud((_request, response) => json(response, 200, {}));
  expect(cloud.inProject('p1')).toBe(cloud.inProject('p1'));
  await cloud.inProject('p2').identity();
  expect(logins).toMatchObject([{ auth: { scope: { project: { id: 'p2' } } } }]);
});

test('the login of a password names user, project and their domains', async () => {
  const { cloud, logins } = await startLocalCloud((_request, response) => json(response, 200, {}));
  const identity = await cloud.identity();
  expect(identity).toMatchObject({ userId: 'u1', projectId: 'p1', roles: ['admin'] });
  expect(logins).toMatchObject([
    {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'op', domain: { id: 'default' } } },
        },
        scope: { project: { name: 'p', domain: { id: 'default' } } },
      },
    },
  ]);
});

test('an application credential logs in without a scope and to its own project only', async () => {
  const auth = { application_credential_id: 'ac', application_credential_secret: 's' };
  const { cloud, url, logins } = await startLocalCloud(
    (_request, response) => json(response, 200, {}),
    { settings: { auth_type: 'v3applicationcredential', ...auth } },
  );
  expect(url).toContain('127.0.0.1');
  await cloud.inProject('p1').identity();
  expect(logins).toEqual([
    {
      auth: {
        identity: {
          methods: ['application_credential'],
          application_credential: { id: 'ac', secret: 's' },
        },
      },
    },
  ]);
  await expect(cloud.inProject('p2').identity()).rejects.toThrow('bound to project p1');
});

test('a token logs in by the token method', async () => {
  const { cloud, logins } = await startLocalCloud((_request, response) => json(response, 200, {}), {
    settings: { auth_type: 'v3token', token: 'given' },
  });
  await cloud.identity();
  expect(logins).toMatchObject([
    { auth: { identity: { methods: ['token'], token: { id: 'given' } } } },
  ]);
});
