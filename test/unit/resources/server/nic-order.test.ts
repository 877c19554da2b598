import { expect, test } from 'vitest';
import { inNicOrder, isOrderUnsure } from '../../../../src/resources/server/nic-order.ts';
import type { ServerPort } from '../../../../src/resources/server/schema.ts';

function port(id: string, network: string, createdAt = ''): ServerPort {
  return {
    id,
    device_id: 'server',
    mac_address: `mac-${id}`,
    network_id: network,
    admin_state_up: true,
    status: 'ACTIVE',
    tags: [],
    created_at: createdAt,
  };
}

test('ports come in the order of the addresses, not of their ids', () => {
  const ports = [port('a', 'back'), port('b', 'front')];
  const ordered = inNicOrder({ macs: ['mac-b', 'mac-a'] }, ports);
  expect(ordered.map(({ id }) => id)).toEqual(['b', 'a']);
});

test('ports without an address come last, as they were made', () => {
  const ports = [port('a', 'x', '2026-02'), port('b', 'x', '2026-01'), port('c', 'x')];
  const ordered = inNicOrder({ macs: ['mac-c'] }, ports);
  expect(ordered.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
});

test('two interfaces in one network beside one in another leave the order unsure', () => {
  const macs = ['mac-a', 'mac-b', 'mac-c'];
  const ports = [port('a', 'front'), port('b', 'front'), port('c', 'back')];
  expect(isOrderUnsure({ macs }, ports)).toBe(true);
  expect(isOrderUnsure({ macs }, ports.slice(0, 2))).toBe(false);
  expect(isOrderUnsure({ macs }, ports.slice(1))).toBe(false);
});
