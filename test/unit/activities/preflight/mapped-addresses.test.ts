import { expect, test } from 'vitest';
import type { PlanScope } from '../../../../src/activities/preflight/check.ts';
import { mappedAddresses } from '../../../../src/activities/preflight/mapped-addresses.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import { readdressed } from '../../../../src/resources/readdressed.ts';
import { json, startLocalCloud } from '../../openstack/local-cloud.ts';
import { scopeOf } from './scope.ts';

type Resources = Parameters<typeof scopeOf>[1];

const ADDRESSES = {
  '10.5.0.0/24': '10.99.0.0/24',
  '10.5.0.9': 'any',
  '10.7.0.0/24': '10.7.1.0/24',
};

/** With an address of each key: none of them is idle. */
const fixed = (...addresses: string[]) =>
  addresses.map((ip_address) => ({ subnet_id: 's', ip_address }));
const port = (id: string, pairs: readonly string[] = [], options: readonly string[] = []) =>
  [
    'port',
    {
      id,
      name: id,
      network_id: 'n',
      fixed_ips: fixed('10.5.0.9', '10.5.0.50', '10.7.0.9'),
      allowed_address_pairs: pairs.map((ip_address) => ({ ip_address })),
      extra_dhcp_opts: options.map((opt_value) => ({ opt_name: 'option', opt_value })),
    },
  ] as const;

/** `pool`: of the only subnet of the source's network. */
async function told(
  resources: Resources,
  {
    pool = ['10.0.0.1', '10.0.0.2'],
    ids = {},
    ...more
  }: Partial<PlanScope> & { readonly pool?: readonly string[] } = {},
): Promise<string[]> {
  const subnet = { id: 's', name: '', network_id: 'n', cidr: '10.99.0.0/24', ip_version: 4 };
  const none = { gateway_ip: null, enable_dhcp: true, dns_nameservers: [], host_routes: [] };
  const { cloud } = await startLocalCloud((_request, response) =>
    json(response, 200, {
      subnets: [{ ...subnet, ...none, allocation_pools: [{ start: pool[0], end: pool[1] }] }],
    }),
  );
  const scope = scopeOf({ source: cloud, destination: cloud }, resources, ids);
  const mappings = { address: ADDRESSES };
  const nodes = [...scope.nodes].map(([key, node]) => {
    const resource = readdressed(node.kind, node.resource, mappings);
    return [key, { ...node, resource, was: node.resource }] as const;
  });
  const { name, source, destination, select } = scope.spec;
  const spec = specSchema.parse({ name, source, destination, select, mappings });
  const found = await mappedAddresses({ ...scope, spec, nodes: new Map(nodes), ...more });
  return found.map(({ code, subject, message }) => `${code} ${subject}: ${message}`);
}

const rules = (...prefixes: (string | null)[]) =>
  [
    'security-group-rules',
    {
      id: 'g',
      name: 'web',
      security_group_rules: prefixes.map((remote_ip_prefix) => ({ remote_ip_prefix })),
    },
  ] as const;

test.each([
  ['10.5.0.0/24', 'is another'],
  ['10.5.0.9/32', 'is any'],
  ['10.4.0.0/15', 'loses addresses'],
  ['10.5.0.128/25', 'is another'],
])('a rule for %s is told: it %s in the destination', async (range) => {
  const found = await told([port('web'), rules('0.0.0.0/0', range, null)]);
  expect(found).toEqual([
    expect.stringContaining(`security-group-rules/g: security-group-rules web names ${range}, of`),
  ]);
});

test.each(['0.0.0.0/0', '10.6.0.0/24', '10.7.0.0/23', '192.0.2.0/24', '::/0', null])(
  'a rule for %s means the same in the destination',
  async (range) => {
    expect(await told([port('web'), rules(range)])).toEqual([]);
  },
);

test('routes, address groups, DNS servers and DHCP options that name what is mapped are told', async () => {
  const group = { id: 'a', name: 'offices', addresses: ['10.5.0.3/32', '192.0.2.0/24'] };
  const routes = [{ destination: '192.0.2.0/24', nexthop: '10.5.0.2' }];
  const router = { id: 'r', name: '', interfaces: [], routes };
  const subnet = { id: 's', name: 'front', host_routes: [], dns_nameservers: ['10.5.0.53'] };
  const found = await told([
    port('web', [], ['1400', 'http://10.5.0.3/boot']),
    ['address-group', group],
    ['router', router],
    ['subnet', subnet],
  ]);
  expect(found.map((each) => each.split(', of')[0])).toEqual([
    'mapped-address-kept address-group/a: address-group offices names 10.5.0.3/32',
    'mapped-address-kept router/r: router r names 10.5.0.2',
    'mapped-address-kept subnet/s: subnet front names 10.5.0.53',
    'mapped-address-kept port/web: port web names 10.5.0.3',
  ]);
});

test('what any cannot say is told: an address pair, an access address', async () => {
  const server = { id: 'v', name: 'web1', accessIpv4: '10.5.0.9', accessIpv6: '' };
  const found = await told([port('web', ['10.5.0.20', '10.5.0.9']), ['server', server]]);
  expect(found).toEqual([
    expect.stringContaining('port/web: Port web has the allowed address pair 10.5.0.9, which'),
    expect.stringContaining('server/v: Server web1 has the access address 10.5.0.9, which'),
  ]);
});

test('where the destination chooses in a network, a certain address in its pool is in danger', async () => {
  const [found] = await told([port('web')], { pool: ['10.99.0.50', '10.99.0.60'] });
  expect(found).toContain('may choose one that another is to have: 10.99.0.50.');
  expect(await told([port('web')], { pool: ['10.99.0.51', '10.99.0.60'] })).toEqual([]);
});

test('so is a router’s, and that of another network of the source which is mapped to the same', async () => {
  const inside = { network_id: 'n', fixed_ips: fixed('10.5.0.51') };
  const outside = { network_id: 'm', external_fixed_ips: fixed('10.5.0.52') };
  const router = {
    id: 'r',
    name: '',
    routes: [],
    interfaces: [inside],
    external_gateway_info: outside,
  };
  const pool = ['10.99.0.51', '10.99.0.60'];
  const network = { id: 'n', name: '' };
  const [alone] = await told([port('web'), ['router', router], ['network', network]], { pool });
  expect(alone).toContain('network/n: In network n the destination chooses');
  expect(alone).toContain('another is to have: 10.99.0.51.');
  const ids = { 'network/n': 'N', 'network/m': 'N' };
  const [together] = await told([port('web'), ['router', router]], { pool, ids });
  expect(together).toContain('another is to have: 10.99.0.51, 10.99.0.52.');
});

test('one project’s plan asks for no keys that map nothing: other projects have theirs', async () => {
  expect(await told([rules(null)], { isPart: true })).toEqual([]);
});
