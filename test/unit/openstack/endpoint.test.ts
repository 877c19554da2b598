import { expect, test } from 'vitest';
import type { Service } from '../../../src/openstack/cloud.ts';
import { versionedEndpoint } from '../../../src/openstack/endpoint.ts';

const cases: [Service, string, string][] = [
  ['identity', 'http://h:5000', 'http://h:5000/v3'],
  ['identity', 'http://h:5000/', 'http://h:5000/v3'],
  ['identity', 'http://h:5000/v2.0', 'http://h:5000/v3'],
  ['identity', 'https://h/identity/v3/', 'https://h/identity/v3'],
  ['image', 'http://h:9292', 'http://h:9292/v2'],
  ['image', 'http://h:9292/v2/', 'http://h:9292/v2'],
  ['image', 'http://h:9292/v1', 'http://h:9292/v2'],
  ['network', 'http://h:9696/', 'http://h:9696/v2.0'],
  ['network', 'http://h:9696/v2.0', 'http://h:9696/v2.0'],
  ['compute', 'http://h:8774/v2.1', 'http://h:8774/v2.1'],
  ['compute', 'http://h/compute', 'http://h/compute/v2.1'],
  ['compute', 'http://h:8774/v2/p1', 'http://h:8774/v2.1'],
  ['placement', 'http://h:8778', 'http://h:8778'],
  ['placement', 'http://h/placement/', 'http://h/placement'],
  ['volume', 'http://h:8776/v3/p1', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776/v3', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776/v2/p1', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776/v3/%(project_id)s', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776/v3/$(tenant_id)s', 'http://h:8776/v3/p1'],
  ['volume', 'http://h:8776/v3/another-project', 'http://h:8776/v3/p1'],
];

test.each(cases)('%s at %s is %s', (service, url, expected) => {
  expect(versionedEndpoint(service, url, 'p1')).toBe(expected);
});
