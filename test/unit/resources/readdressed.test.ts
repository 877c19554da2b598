import { expect, test } from 'vitest';
import { movesOf } from '../../../src/resources/readdressed.ts';
import { router } from '../../../src/resources/router/index.ts';
import { routers } from '../../../src/resources/router/schema.ts';
import type { Router } from '../../../src/resources/router/schema.ts';

const routerWith = (...outside: string[]): Router => ({
  ...routers.schema.parse({
    id: 'r',
    name: 'way-out',
    admin_state_up: true,
    external_gateway_info: {
      network_id: 'n',
      external_fixed_ips: outside.map((ip_address) => ({ ip_address, subnet_id: 's' })),
    },
  }),
  interfaces: [],
});
const MAPPINGS = { address: { '203.0.113.0/24': '198.51.100.0/24', '203.0.113.9': 'any' } };
const translate = (): undefined => undefined;

test('of a copy the address is told that it has, where it could not have the one it was to have', () => {
  const source = routerWith('203.0.113.5', '203.0.113.9');
  const told = (...there: string[]) =>
    movesOf(router, source, MAPPINGS, { existing: routerWith(...there), translate }).map(
      ({ from, to }) => `${from} → ${to}`,
    );
  expect(told('198.51.100.77', '198.51.100.5')).toEqual([
    '203.0.113.5 → 198.51.100.5',
    '203.0.113.9 → 198.51.100.77',
  ]);
  expect(told('198.51.100.77')[0]).toBe('203.0.113.5 → 198.51.100.77');
});
