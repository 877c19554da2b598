import { expect, test } from 'vitest';
import { contentOf } from '../../../src/activities/content.ts';
import { kindOf } from '../../../src/resources/registry.ts';
import type { Attributes, Resource, ResourceKind } from '../../../src/resources/resource-kind.ts';

function content(
  attributes: Attributes,
  needs: readonly string[] = [],
): Readonly<Record<string, string>> {
  const kind = { attributes: () => attributes } as unknown as ResourceKind;
  return contentOf({ kind, resource: { id: '1', name: 'one' }, needs });
}

test('the content of a resource tells each of its attributes apart, and not the order of their keys', () => {
  const one = content({
    name: 'a',
    specs: { first: 1, second: [{ x: 1, y: 2 }] },
    none: undefined,
  });
  expect(Object.keys(one)).toEqual(['name', 'specs', 'dependencies']);
  expect(content({ name: 'a', specs: { second: [{ y: 2, x: 1 }], first: 1 } })).toEqual(one);
  const other = content({ name: 'a', specs: { first: 1, second: [{ x: 1, y: 3 }] } });
  expect(other['name']).toBe(one['name']);
  expect(other['specs']).not.toBe(one['specs']);
});

test('the content holds no value, and of secrets not even a hash', () => {
  const all = content({
    password: '$2b$12$hash',
    user_data_sha256: 'abc',
    metadata: { key: 'secret-word' },
  });
  expect(Object.keys(all)).toEqual(['metadata', 'dependencies']);
  expect(JSON.stringify(all)).not.toContain('secret-word');
});

test('what a resource depends on is part of its content, in whatever order it is told', () => {
  const one = content({}, ['port/1', 'network/2']);
  expect(content({}, ['network/2', 'port/1'])).toEqual(one);
  expect(content({}, ['port/3', 'network/2'])).not.toEqual(one);
});

const NAMED = { id: '1', name: 'one', description: '', project_id: 'p', tags: [] };
const router = {
  ...NAMED,
  distributed: false,
  ha: false,
  availability_zone_hints: [],
  routes: [],
  interfaces: [],
  external_gateway_info: { network_id: 'n', external_fixed_ips: [{ ip_address: '203.0.113.50' }] },
};
const port = {
  ...NAMED,
  device_id: '',
  dns_name: 'www',
  propagate_uplink_status: false,
  fixed_ips: [],
  security_groups: [],
  allowed_address_pairs: [],
  extra_dhcp_opts: [],
  'binding:profile': {},
};
const network = { ...NAMED, availability_zone_hints: ['az1'] };
const user = { ...NAMED, domain_id: 'default', options: {}, default_project_id: 'p' };

const moved = {
  network_id: 'n',
  external_fixed_ips: [{ ip_address: '203.0.113.60' }],
};

test.each<[string, object & Resource, object, string]>([
  ['router', router, { distributed: true }, 'distributed'],
  ['router', router, { ha: true }, 'ha'],
  ['router', router, { availability_zone_hints: ['az1'] }, 'availability_zone_hints'],
  ['router', router, { external_gateway_info: moved }, 'external_gateway_info.external_fixed_ips'],
  ['network', network, { availability_zone_hints: [] }, 'availability_zone_hints'],
  ['port', port, { dns_name: 'mail' }, 'dns_name'],
  ['port', port, { propagate_uplink_status: true }, 'propagate_uplink_status'],
  ['user', user, { default_project_id: 'q' }, 'default_project_id'],
])(
  'what is asked for of a %s and not compared is part of its content',
  (kind, was, change, name) => {
    const of = (resource: Resource) => contentOf({ kind: kindOf(kind), resource, needs: [] });
    const [one, other] = [of(was), of({ ...was, ...change })];
    const changed = Object.keys({ ...one, ...other }).filter((key) => one[key] !== other[key]);
    expect(changed).toEqual([name]);
  },
);
