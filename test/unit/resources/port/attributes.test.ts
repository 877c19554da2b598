import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/port/attributes.ts';
import { isServerPort, ports } from '../../../../src/resources/port/schema.ts';
import type { Port } from '../../../../src/resources/port/schema.ts';

function port(more: object): Port {
  return ports.schema.parse({
    id: 'port',
    name: '',
    project_id: 'project',
    network_id: 'network',
    mac_address: 'fa:16:3e:aa:00:60',
    admin_state_up: true,
    status: 'ACTIVE',
    device_id: '',
    device_owner: '',
    fixed_ips: [],
    ...more,
  });
}

const same = (_kind: string, id: string): string => id;

test('a port is the same whoever uses it', () => {
  const used = { device_id: 'server', device_owner: 'compute:nova', dns_name: 'web1' };
  expect(attributes(port(used), same)).toEqual(attributes(port({ status: 'DOWN' }), same));
});

test('an address pair without a MAC has the port’s own', () => {
  const pair = { ip_address: '10.0.0.9' };
  const said = port({ allowed_address_pairs: [{ ...pair, mac_address: 'fa:16:3e:aa:00:60' }] });
  expect(attributes(port({ allowed_address_pairs: [pair] }), same)).toEqual(attributes(said, same));
});

test('a security group that is not in the destination makes a difference', () => {
  const source = attributes(port({ security_groups: ['web'] }), (kind, id) =>
    kind === 'security-group' ? undefined : id,
  );
  expect(source).not.toEqual(attributes(port({}), same));
});

test.each([
  ['', true],
  ['compute:nova', true],
  ['compute:libvirt', true],
  ['network:dhcp', false],
  ['network:router_interface', false],
  ['network:floatingip', false],
])('a port of %j is a server’s or free: %s', (device_owner, expected) => {
  expect(isServerPort(port({ device_owner }))).toBe(expected);
});
