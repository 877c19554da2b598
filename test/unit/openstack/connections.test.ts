import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCloud } from '../../../src/openstack/open-cloud.ts';
import { json, startLocalCloud, temporaryDirectory } from './local-cloud.ts';
import type { LocalCloud } from './local-cloud.ts';

/** A CA, and a certificate for 127.0.0.1 that it signed. */
async function makeCertificates(): Promise<string> {
  const directory = await temporaryDirectory();
  const openssl = (...args: string[]): unknown =>
    execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=test-ca',
    '-days',
    '2',
  );
  openssl(
    'req',
    '-x509',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    ...key,
    '-keyout',
    'server.key',
    '-out',
    'server.pem',
    '-subj',
    '/CN=server',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-days',
    '2',
  );
  return directory;
}

function trustCa(directory: string): Record<string, unknown> {
  return { cacert: join(directory, 'ca.pem') };
}

async function startTlsCloud(
  settings: (directory: string) => Record<string, unknown>,
  server: https.ServerOptions = {},
): Promise<LocalCloud> {
  const directory = await makeCertificates();
  const file = (name: string): Buffer => readFileSync(join(directory, name));
  const tls = { cert: file('server.pem'), key: file('server.key'), ca: file('ca.pem'), ...server };
  return startLocalCloud((_request, response) => json(response, 200, {}), {
    settings: settings(directory),
    serve: (listener) => https.createServer(tls, listener),
  });
}

test('a certificate of an unknown CA is refused', async () => {
  const { cloud } = await startTlsCloud(() => ({}));
  await expect(cloud.identity()).rejects.toMatchObject({
    status: undefined,
    detail: /certificate/,
  });
});

test('cacert names the CA to trust', async () => {
  const { cloud, seen } = await startTlsCloud(trustCa);
  await cloud.call('network', { path: '/ports' });
  expect(seen).toHaveLength(1);
});

test('verify: false asks for no certificate', async () => {
  const { cloud, seen } = await startTlsCloud(() => ({ verify: false }));
  await cloud.call('network', { path: '/ports' });
  expect(seen).toHaveLength(1);
});

test('cert and key are shown to a service that wants them', async () => {
  const wanted = { requestCert: true, rejectUnauthorized: true };
  const without = await startTlsCloud(trustCa, wanted);
  await expect(without.cloud.identity()).rejects.toMatchObject({ status: undefined });
  const { cloud } = await startTlsCloud(
    (directory) => ({
      ...trustCa(directory),
      cert: join(directory, 'server.pem'),
      key: join(directory, 'server.key'),
    }),
    wanted,
  );
  await cloud.identity();
});

test('a TLS file that is not there is a mistake in clouds.yaml', async () => {
  const opened = startLocalCloud(() => undefined, { settings: { cacert: 'missing.pem' } });
  await expect(opened).rejects.toThrow(
    /the file of 'cacert', .*missing\.pem, cannot be read \(ENOENT\)/,
  );
});

test('nobody listening is an error without a status, after a few tries', async () => {
  const { cloud, events } = await startLocalCloud(() => undefined, {
    settings: { network_endpoint_override: 'http://127.0.0.1:9' },
  });
  const sent = cloud.call('network', { method: 'POST', path: '/ports' });
  await expect(sent).rejects.toMatchObject({ status: undefined, detail: /ECONNREFUSED/ });
  expect(events.filter(({ service }) => service === 'network')).toHaveLength(3);
});

test('GETs share a connection, a POST has its own', async () => {
  const { cloud, seen } = await startLocalCloud((_request, response) => json(response, 200, {}));
  const connections: (string | undefined)[] = [];
  for (const method of ['GET', 'GET', 'POST'] as const) {
    await cloud.call('network', { method, path: '/ports' });
    connections.push(seen.at(-1)?.headers.connection);
  }
  expect(connections).toEqual(['keep-alive', 'keep-alive', 'close']);
});

test('a proxy of the environment is used, but not for this machine', async () => {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(request.url ?? '');
    json(response, 404, { error: { message: 'from the proxy' } });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  process.env['http_proxy'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  onTestFinished(() => {
    delete process.env['http_proxy'];
    proxy.closeAllConnections();
    proxy.close();
  });
  const local = await startLocalCloud((_request, response) => json(response, 200, {}));
  await local.cloud.call('network', { path: '/ports' });
  expect(asked).toEqual([]);
  const environment = { OS_AUTH_URL: 'http://keystone.invalid:5000', OS_TOKEN: 't' };
  const remote = await openCloud('envvars', { environment });
  onTestFinished(() => remote.close());
  await expect(remote.identity()).rejects.toMatchObject({ status: 404, detail: 'from the proxy' });
  expect(asked).toEqual(['http://keystone.invalid:5000/v3/auth/tokens']);
});
