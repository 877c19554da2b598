import { expect, test } from 'vitest';
import { attributes } from '../../../../src/resources/subnet/attributes.ts';
import { subnetSchema } from '../../../../src/resources/subnet/schema.ts';

const same = (_kind: string, id: string): string => id;

function subnet(more: object): ReturnType<typeof attributes> {
  const wire = {
    id: 'subnet',
    name: 'front-v4',
    project_id: 'project',
    network_id: 'network',
    cidr: '10.10.0.0/24',
    ip_version: 4,
    gateway_ip: '10.10.0.1',
    enable_dhcp: true,
    allocation_pools: [],
    dns_nameservers: [],
    host_routes: [],
  };
  return attributes(subnetSchema.parse({ ...wire, ...more }), same);
}

test('the order of name servers is the order in which they are asked', () => {
  const one = subnet({ dns_nameservers: ['9.9.9.9', '1.1.1.1'] });
  const other = subnet({ dns_nameservers: ['1.1.1.1', '9.9.9.9'] });
  expect(one).not.toEqual(other);
});

test('the order of pools and routes means nothing', () => {
  const pools = [
    { start: '10.10.0.100', end: '10.10.0.200' },
    { start: '10.10.0.50', end: '10.10.0.60' },
  ];
  const routes = [
    { destination: '192.168.9.0/24', nexthop: '10.10.0.2' },
    { destination: '192.168.1.0/24', nexthop: '10.10.0.3' },
  ];
  const one = subnet({ allocation_pools: pools, host_routes: routes });
  const other = subnet({
    allocation_pools: pools.toReversed(),
    host_routes: routes.toReversed(),
  });
  expect(one).toEqual(other);
});

test('no gateway is not the same as a gateway', () => {
  expect(subnet({ gateway_ip: null })).not.toEqual(subnet({}));
});
