import { expect, test } from 'vitest';
import { addressesIn, addressMap, addressMistakes } from '../../../src/model/address-mapping.ts';

const MAPPING = {
  '10.5.0.0/16': 'any',
  '10.5.0.0/24': '10.99.1.0/24',
  '10.5.0.78': '10.98.0.1',
  '10.5.0.79': 'any',
  '2001:db8:1::/64': '2001:db8:2::/64',
  '2001:DB8:1:0::5': '2001:db8:9::5',
};

test.each([
  ['10.5.0.78', '10.98.0.1'],
  ['10.5.0.79', 'any'],
  ['10.5.0.80', '10.99.1.80'],
  ['10.5.7.80', 'any'],
  ['10.6.0.80', '10.6.0.80'],
  ['2001:db8:1::5', '2001:db8:9::5'],
  ['2001:db8:1::f816:3eff:fe00:1', '2001:db8:2:0:f816:3eff:fe00:1'],
  ['2001:db8:2::5', '2001:db8:2::5'],
])('the most specific key speaks of an address: %s → %s', (from, to) => {
  expect(addressMap(MAPPING)(from)).toBe(to);
});

test.each([
  ['10.5.0.16/28', '10.99.1.16/28'],
  ['10.5.0.78/32', '10.98.0.1/32'],
  ['10.5.8.0/24', 'any'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['2001:db8:1::/80', '2001:db8:2::/80'],
])('a range is mapped by a key that has it whole: %s → %s', (from, to) => {
  expect(addressMap(MAPPING)(from)).toBe(to);
});

test('what stays the same stays as it was written', () => {
  expect(addressMap({ '2001:db8::/32': '2001:db8::/32' })('2001:DB8:0::1')).toBe('2001:DB8:0::1');
});

const mistakes = (mapping: Record<string, string>): string[] =>
  addressMistakes(mapping).map(({ key, expected }) => `${key}: ${expected}`);

test.each([
  ['10.5.0', '10.5.0.1', 'an address or a range (10.5.0.0/24) before the colon'],
  ['10.5.0.0/33', 'any', 'an address or a range (10.5.0.0/24) before the colon'],
  ['::ffff:10.5.0.1', 'any', 'an address or a range (10.5.0.0/24) before the colon'],
  ['10.5.0.1/24', 'any', '10.5.0.0/24 before the colon: a range begins with its first address'],
  ['10.5.0.0/24', '10.99.0.7/24', '10.99.0.0/24: a range begins with its first address'],
  ['10.5.0.0/24', '10.99.0.0/25', 'an IPv4 range of /24, or any'],
  ['10.5.0.0/24', '10.99.0.1', 'an IPv4 range of /24, or any'],
  ['10.5.0.1', '10.99.0.0/24', 'an IPv4 address, or any'],
  ['10.5.0.1', '2001:db8::1', 'an IPv4 address, or any'],
  ['2001:db8::1', '10.5.0.1', 'an IPv6 address, or any'],
  ['10.5.0.1', 'ANY', 'an IPv4 address, or any'],
])('%s: %s is a mistake', (key, to, expected) => {
  expect(mistakes({ [key]: to })).toEqual([`${key}: ${expected}`]);
});

test('one source in two writings, and one target for two sources, are mistakes', () => {
  expect(mistakes({ '2001:db8::1': 'any', '2001:DB8:0::1': 'any' })).toEqual([
    '2001:DB8:0::1: one line for it: "2001:db8::1" is the same',
  ]);
  expect(mistakes({ '10.5.0.1': '10.9.0.1', '10.5.0.2': '10.9.0.1' })).toEqual([
    '10.5.0.2: another target: "10.5.0.1" is mapped to 10.9.0.1',
  ]);
  expect(mistakes({ '10.6.0.0/25': '10.9.0.128/25', '10.5.0.0/24': '10.9.0.0/24' })).toEqual([
    '10.6.0.0/25: another target: "10.5.0.0/24" is mapped to 10.9.0.0/24',
  ]);
});

test('an address of a range may go elsewhere, also within the same target', () => {
  expect(mistakes({ '10.5.0.0/24': '10.9.0.0/24', '10.5.0.7': '10.9.0.99' })).toEqual([]);
  expect(mistakes({ '10.5.0.0/24': '10.9.0.0/24', '10.6.0.0/24': '10.10.0.0/24' })).toEqual([]);
});

test.each([
  ['1400', []],
  ['10.5.0.53, 10.5.0.54', ['10.5.0.53', '10.5.0.54']],
  ['192.0.2.0/24,10.5.0.1', ['192.0.2.0/24', '10.5.0.1']],
  ['http://10.5.0.3:8080/boot.ipxe', ['10.5.0.3']],
  ['tftp://[2001:DB8::3]/boot', ['2001:DB8::3']],
  ['fa:16:3e:aa:01:60 at 12:30, version 1.2.3', []],
])('%s names the addresses %j', (text, named) => {
  expect(addressesIn(text)).toEqual(named);
});
