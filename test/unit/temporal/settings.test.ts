import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../../../src/errors/migration.ts';
import { temporalSettings } from '../../../src/temporal/settings.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pumphouse-settings-'));
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('TEMPORAL_')) vi.stubEnv(name, undefined);
  }
  vi.stubEnv('TEMPORAL_CONFIG_FILE', join(folder, 'temporal.toml'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('without any setting there is no address, and the namespace is default', () => {
  expect(temporalSettings()).toEqual({ address: undefined, namespace: 'default', options: {} });
});

test('the environment names server, namespace and key; a key means TLS', () => {
  vi.stubEnv('TEMPORAL_ADDRESS', 'temporal.example:7233');
  vi.stubEnv('TEMPORAL_NAMESPACE', 'moves');
  vi.stubEnv('TEMPORAL_API_KEY', 'key');
  expect(temporalSettings()).toEqual({
    address: 'temporal.example:7233',
    namespace: 'moves',
    options: { apiKey: 'key', tls: true },
  });
});

test('a profile of the Temporal CLI`s file is used, and the environment overrides it', async () => {
  await writeFile(
    join(folder, 'temporal.toml'),
    `[profile.team]
address = "temporal.example:7233"
namespace = "moves"
[profile.team.tls]
server_name = "inner.example"
`,
  );
  vi.stubEnv('TEMPORAL_PROFILE', 'team');
  vi.stubEnv('TEMPORAL_NAMESPACE', 'other');
  expect(temporalSettings()).toMatchObject({
    address: 'temporal.example:7233',
    namespace: 'other',
    options: { tls: { serverNameOverride: 'inner.example' } },
  });
});

test('a client certificate is read from its files', async () => {
  await writeFile(join(folder, 'client.pem'), 'certificate');
  await writeFile(join(folder, 'client.key'), 'key');
  vi.stubEnv('TEMPORAL_ADDRESS', 'temporal.example:7233');
  vi.stubEnv('TEMPORAL_TLS_CLIENT_CERT_PATH', join(folder, 'client.pem'));
  vi.stubEnv('TEMPORAL_TLS_CLIENT_KEY_PATH', join(folder, 'client.key'));
  const { tls } = temporalSettings().options;
  const pair = typeof tls === 'object' ? tls?.clientCertPair : undefined;
  expect(Buffer.from(pair?.crt ?? []).toString()).toBe('certificate');
  expect(Buffer.from(pair?.key ?? []).toString()).toBe('key');
});

test('a profile that does not exist, a broken file and a missing certificate are the user`s mistakes', async () => {
  vi.stubEnv('TEMPORAL_PROFILE', 'nobody');
  expect(() => temporalSettings()).toThrow(UsageError);
  vi.stubEnv('TEMPORAL_PROFILE', undefined);
  await writeFile(join(folder, 'temporal.toml'), '[profile');
  expect(() => temporalSettings()).toThrow(UsageError);
  await writeFile(join(folder, 'temporal.toml'), '[profile.default]\n');
  vi.stubEnv('TEMPORAL_TLS_CLIENT_CERT_PATH', join(folder, 'missing.pem'));
  expect(() => temporalSettings()).toThrow('missing.pem');
});
