import { expect, test } from 'vitest';
import { asWanted, standIns } from '../../../../src/resources/neutron/fixed-ips.ts';

const translate = (_kind: string, id: string): string => id.toUpperCase();
const fixed = (subnet_id: string, ip_address: string) => ({ subnet_id, ip_address });

test('any is stood for by an address of the same subnet that no other is to have', () => {
  const wanted = [fixed('a', 'any'), fixed('a', '10.0.0.5'), fixed('b', 'any'), fixed('a', 'any')];
  const there = [
    fixed('B', '10.1.0.9'),
    fixed('A', '10.0.0.5'),
    fixed('A', '10.0.0.6'),
    fixed('A', '10.0.0.7'),
  ];
  const found = standIns(wanted, there, translate).map((each) => each?.ip_address);
  expect(found).toEqual(['10.0.0.6', '10.0.0.5', '10.1.0.9', '10.0.0.7']);
  const compared = asWanted(wanted, there, translate).map((each) => each.ip_address);
  expect(compared).toEqual(['any', '10.0.0.5', 'any', 'any']);
});

test('what is too few or of another subnet stands for nothing, and is compared as it is', () => {
  const there = [fixed('B', '10.1.0.9')];
  expect(standIns([fixed('a', 'any')], there, translate)).toEqual([undefined]);
  expect(asWanted([fixed('a', 'any')], there, translate)).toEqual(there);
});
