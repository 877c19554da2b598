import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { expect, test } from 'vitest';
import { UsageError } from '../../../src/errors/migration.ts';
import { encryptionCodec, parseKeys } from '../../../src/temporal/payload-codec.ts';

const key = randomBytes(32);
const payload = defaultPayloadConverter.toPayload({ name: 'acme' });

test('what is encrypted comes back, shows nothing, and is different each time', async () => {
  const codec = encryptionCodec([key]);
  const [first, second] = await codec.encode([payload, payload]);
  expect(Buffer.from(first!.data!).toString('latin1')).not.toContain('acme');
  expect(Buffer.from(first!.data!)).not.toEqual(Buffer.from(second!.data!));
  const decoded = await codec.decode([first!, second!]);
  for (const one of decoded) {
    expect(defaultPayloadConverter.fromPayload(one)).toEqual({ name: 'acme' });
  }
});

test('a changed ciphertext is refused', async () => {
  const codec = encryptionCodec([key]);
  const [encrypted] = await codec.encode([payload]);
  encrypted!.data![20]! ^= 1;
  await expect(codec.decode([encrypted!])).rejects.toThrow('authenticate');
});

test('after a new first key the old payloads can still be read; without the old one they cannot', async () => {
  const [old] = await encryptionCodec([key]).encode([payload]);
  const next = randomBytes(32);
  const [decoded] = await encryptionCodec([next, key]).decode([old!]);
  expect(defaultPayloadConverter.fromPayload(decoded!)).toEqual({ name: 'acme' });
  await expect(encryptionCodec([next]).decode([old!])).rejects.toThrow(UsageError);
});

test('payloads from before the encryption pass', async () => {
  const [decoded] = await encryptionCodec([key]).decode([payload]);
  expect(decoded).toEqual(payload);
});

test('a key file has 32 bytes in base64 a line, and anything else is a mistake that does not tell the key', () => {
  const other = randomBytes(32);
  const file = `${key.toString('base64')}\n${other.toString('base64')}\n`;
  expect(parseKeys(file, 'key')).toEqual([key, other]);
  for (const wrong of ['', '\n', 'c2hvcnQ=', `${key.toString('base64')}\nc2hvcnQ=`]) {
    expect(() => parseKeys(wrong, 'the-file')).toThrow(UsageError);
    expect(() => parseKeys(wrong, 'the-file')).not.toThrow('c2hvcnQ=');
  }
});
