import { expect, test } from 'vitest';
import { settableHostname } from '../../../../src/resources/server/hostname.ts';
import { serverWire } from '../../../../src/resources/server/schema.ts';

const WIRE = {
  id: '1',
  name: 'web1',
  status: 'ACTIVE',
  tenant_id: 'p',
  user_id: 'u',
  flavor: {},
  image: { id: 'i' },
};

test('user_data leaves the parser as a digest only', () => {
  const secret = 'I2Nsb3VkLWNvbmZpZwpwYXNzd29yZDogYW52aWwK';
  const server = serverWire.parse({ ...WIRE, 'OS-EXT-SRV-ATTR:user_data': secret });
  expect(JSON.stringify(server)).not.toContain(secret);
  expect(server.userDataDigest).toMatch(/^[0-9a-f]{64}$/);
  expect(serverWire.parse(WIRE).userDataDigest).toBeNull();
});

test('an empty image means that it boots from a volume', () => {
  expect(serverWire.parse({ ...WIRE, image: '' }).imageId).toBeUndefined();
  expect(serverWire.parse(WIRE).imageId).toBe('i');
});

test('config_drive is an empty string or "True" on the wire', () => {
  expect(serverWire.parse({ ...WIRE, config_drive: '' }).configDrive).toBe(false);
  expect(serverWire.parse({ ...WIRE, config_drive: 'True' }).configDrive).toBe(true);
});

test.each([
  ['web1', 'web1'],
  ['web1.example.org', 'web1-example-org'],
  ['-web_1-', 'web-1'],
])('the hostname %s is set as %s', (hostname, settable) => {
  expect(settableHostname(hostname)).toBe(settable);
});
