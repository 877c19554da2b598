import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startHasher } from '../../../../src/resources/image/hash.ts';

test('hashes beside the event loop what crypto hashes on it', async () => {
  const bytes = randomBytes(10_000_000);
  const hasher = startHasher(['sha512', 'md5']);
  for (let start = 0; start < bytes.length; start += 65_536) {
    await hasher.update(bytes.subarray(start, start + 65_536));
  }
  const hex = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  expect(await hasher.digest()).toEqual({ sha512: hex('sha512'), md5: hex('md5') });
});

test('one that ends early fails its digest', async () => {
  const hasher = startHasher(['md5']);
  hasher.abandon();
  await expect(hasher.digest()).rejects.toThrow('ended early');
});
