import { expect, test } from 'vitest';
import { clashingAddresses } from '../../../../src/activities/preflight/addresses.ts';
import { scopeOf } from './scope.ts';

const port = (id: string, network: string, mac: string, ...addresses: string[]) =>
  [
    'port',
    {
      id,
      name: id,
      network_id: network,
      mac_address: mac,
      fixed_ips: addresses.map((ip_address) => ({ subnet_id: 's', ip_address })),
    },
  ] as const;
const floating = (id: string, network: string, name: string) =>
  ['floating-ip', { id, name, floating_ip_address: name, floating_network_id: network }] as const;
const router = (id: string, inside: readonly ReturnType<typeof port>[], ...outside: string[]) =>
  [
    'router',
    {
      id,
      name: id,
      interfaces: inside.map(([, one]) => one),
      external_gateway_info: {
        network_id: 'a',
        external_fixed_ips: outside.map((ip_address) => ({ ip_address })),
      },
    },
  ] as const;

const TWO_INTO_ONE = { 'network/a': 'N', 'network/b': 'N' };

const messages = async (...scope: Parameters<typeof scopeOf>): Promise<string[]> =>
  (await clashingAddresses(scopeOf(...scope))).map(({ message }) => message);

test('two networks mapped to one clash where their ports have the same address or MAC', async () => {
  const ports = [
    port('web', 'a', 'fa:16:3e:00:00:01', '10.0.0.5'),
    port('db', 'b', 'fa:16:3e:00:00:02', '10.0.0.5'),
    port('cache', 'b', 'FA:16:3E:00:00:01', '10.0.0.6'),
  ];
  const found = await messages({}, ports, TWO_INTO_ONE);
  expect(found).toHaveLength(2);
  expect(found[0]).toContain('Port db and Port web both need 10.0.0.5 in network N');
  expect(found[1]).toContain('Port cache and Port web both need FA:16:3E:00:00:01');
});

test('the same address in two networks is no clash, nor in one that is to be made', async () => {
  const ports = [
    port('web', 'a', 'fa:16:3e:00:00:01', '10.0.0.5'),
    port('db', 'b', 'fa:16:3e:00:00:01', '10.0.0.5'),
  ];
  expect(await messages({}, ports, { 'network/a': 'N', 'network/b': 'M' })).toEqual([]);
  expect(await messages({}, ports, {})).toEqual([]);
});

test('a floating IP clashes with another, and with a port', async () => {
  const found = await messages(
    {},
    [
      floating('f1', 'a', '203.0.113.5'),
      floating('f2', 'b', '203.0.113.5'),
      port('gw', 'a', 'fa:16:3e:00:00:01', '203.0.113.5'),
    ],
    TWO_INTO_ONE,
  );
  expect(found).toHaveLength(2);
});

test('a router clashes with a port by its interfaces, and with a floating IP by its addresses outside', async () => {
  const found = await messages(
    {},
    [
      port('web', 'c', 'fa:16:3e:00:00:01', '10.0.0.5'),
      floating('f1', 'b', '203.0.113.5'),
      router('out', [port('i', 'c', 'fa:16:3e:00:00:02', '10.0.0.5')], '203.0.113.5', 'any'),
      router('other', [port('j', 'c', 'fa:16:3e:00:00:03', '10.0.0.6')], 'any'),
    ],
    TWO_INTO_ONE,
  );
  expect(found).toEqual([
    expect.stringContaining('Router out and Port web both need 10.0.0.5 in one network'),
    expect.stringContaining(
      'Router out and Floating IP 203.0.113.5 both need 203.0.113.5 in network N',
    ),
  ]);
});

test('two addresses of one port that come to the same are told of it alone', async () => {
  const one = port('web', 'a', 'fa:16:3e:00:00:01', '10.0.0.5', '10.0.0.5');
  expect(await messages({}, [one], TWO_INTO_ONE)).toEqual([
    'Port web needs 10.0.0.5 for two of its addresses, as the spec maps them.',
  ]);
});
