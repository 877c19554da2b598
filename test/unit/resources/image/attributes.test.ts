import { expect, test } from 'vitest';
import { attributes, dataOf } from '../../../../src/resources/image/attributes.ts';
import { imageSchema } from '../../../../src/resources/image/schema.ts';
import type { Image } from '../../../../src/resources/image/schema.ts';

function parse(wire: Readonly<Record<string, unknown>>): Image {
  return imageSchema.parse({ id: 'i', status: 'active', visibility: 'private', size: 5, ...wire });
}

test('what Glance or the source cloud wrote is not carried', () => {
  const image = parse({
    hw_disk_bus: 'scsi',
    self: '/v2/images/i',
    stores: 'ceph',
    direct_url: 'rbd://pool/i',
    os_glance_importing_to_stores: '',
    instance_uuid: 'x',
    pumphouse_source_id: 'i',
  });
  const { properties } = attributes(image, (_kind, id) => id);
  expect(properties).toEqual({ hw_disk_bus: 'scsi' });
});

test('a kernel is named by its destination id, and dropped where there is none', () => {
  const image = parse({ kernel_id: 'k', ramdisk_id: '' });
  expect(attributes(image, () => 'K')['properties']).toMatchObject({ kernel_id: 'K' });
  expect(attributes(image, () => undefined)['properties']).not.toHaveProperty('kernel_id');
});

test('only what a project owns alone is compared by owner', () => {
  expect(attributes(parse({ owner: 'p' }), () => 'P')['owner']).toBe('P');
  expect(attributes(parse({ owner: 'p', visibility: 'public' }), () => 'P')['owner']).toBe(
    undefined,
  );
});

test('bytes are known by the strongest hash there is, else by their number', () => {
  const hashed = { os_hash_algo: 'sha512', os_hash_value: 'abc', checksum: 'md5sum' };
  expect(dataOf(parse(hashed))).toBe('sha512:abc');
  expect(dataOf(parse({ checksum: 'md5sum' }))).toBe('md5:md5sum');
  expect(dataOf(parse({}))).toBe('size:5');
});

test('a copy says against what it was verified, unless its own hash says more', () => {
  const copy = { pumphouse_source_id: 'i', os_hash_algo: 'sha512', os_hash_value: 'abc' };
  expect(dataOf(parse({ ...copy, pumphouse_verified: 'md5:md5sum' }))).toBe('md5:md5sum');
  expect(dataOf(parse({ ...copy, pumphouse_verified: 'sha512:other' }))).toBe('sha512:abc');
  const foreign = { os_hash_algo: 'sha512', os_hash_value: 'abc', pumphouse_verified: 'md5:x' };
  expect(dataOf(parse(foreign))).toBe('sha512:abc');
});
