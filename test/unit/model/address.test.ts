import { expect, test } from 'vitest';
import {
  contains,
  formatAddress,
  freeAddress,
  isWithin,
  normalCidr,
  overlap,
  isInPool,
  parseAddress,
  shortAddress,
} from '../../../src/model/address.ts';

test.each([
  ['10.10.0.1', '10.10.0.1'],
  ['255.255.255.255', '255.255.255.255'],
  ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['fe80::f816:3eff:fe77:11', 'fe80:0:0:0:f816:3eff:fe77:11'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
])('%s is read and written back as %s', (text, written) => {
  expect(formatAddress(parseAddress(text))).toBe(written);
});

test.each([
  '10.10.0.1',
  '::',
  '::1',
  'fe80::',
  '2001:db8::1',
  '1:0:0:2::3',
  '10:0:0:100::',
  '0:0:1::',
  '2001:db8:10:0:20::1',
  '1:2:3:4:5:6:7:8',
])('%s is written short as Neutron does', (text) => {
  expect(shortAddress(parseAddress(text))).toBe(text);
});

test('a pool has its first and its last address, and none of the other family', () => {
  const pool = { start: '10.0.0.5', end: '10.0.1.2' };
  const has = (text: string): boolean => isInPool(pool, text);
  expect(['10.0.0.5', '10.0.1.2', '10.0.0.255'].map(has)).toEqual([true, true, true]);
  expect(['10.0.0.4', '10.0.1.3', '::a00:5'].map(has)).toEqual([false, false, false]);
});

test('the first free address is the lowest of the first pool that has one', () => {
  const pools = [
    { start: '10.0.0.5', end: '10.0.0.6' },
    { start: '10.0.0.255', end: '10.0.1.2' },
  ];
  expect(freeAddress(pools, ['10.0.0.5'])).toBe('10.0.0.6');
  expect(freeAddress(pools, ['10.0.0.5', '10.0.0.6', '10.0.0.255'])).toBe('10.0.1.0');
});

test('where all addresses are taken none is free', () => {
  const pools = [{ start: '2001:db8::1', end: '2001:db8::2' }];
  expect(freeAddress(pools, ['2001:db8::1', '2001:db8:0:0::2'])).toBeUndefined();
});

test.each([
  ['10.0.0.0/24', '10.0.0.255', true],
  ['10.0.0.0/24', '10.0.1.0', false],
  ['0.0.0.0/0', '203.0.113.9', true],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '10.0.0.1', false],
])('%s contains %s: %s', (cidr, address, expected) => {
  expect(contains(cidr, address)).toBe(expected);
});

test('ranges that differ in writing alone are the same', () => {
  expect(normalCidr('10.0.0.7/24')).toBe('10.0.0.0/24');
  expect(normalCidr('10.0.0.7')).toBe('10.0.0.7/32');
  expect(normalCidr('2001:DB8:0::1/32')).toBe(normalCidr('2001:db8::/32'));
});

test('ranges overlap where one has an address of the other', () => {
  expect(overlap('10.0.0.0/8', '10.9.0.0/16')).toBe(true);
  expect(overlap('10.9.0.0/16', '10.0.0.0/8')).toBe(true);
  expect(overlap('10.9.0.0/16', '10.8.0.0/16')).toBe(false);
  expect(overlap('10.0.0.0/8', 'fd00::/8')).toBe(false);
});

test('a range lies in another one only as a whole', () => {
  expect(isWithin('10.0.0.0/8', '10.9.0.0/16')).toBe(true);
  expect(isWithin('10.9.0.0/16', '10.0.0.0/8')).toBe(false);
  expect(isWithin('fd00::/8', 'fd00:1::/64')).toBe(true);
});
