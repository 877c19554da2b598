import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSimulation } from '../../src/simulator/start.ts';
import type { SimulatedCloud } from '../../src/simulator/cloud.ts';
import type { Simulation } from '../../src/simulator/start.ts';
import { PASSWORD, logIn, newcomer } from './harness/people.ts';
import type { Caller, Reply } from './harness/people.ts';

const DOOR = { service: 'network', path: () => '/v2.0' } as const;

let simulation: Simulation;
let cloud: SimulatedCloud;
let admin: Caller;
let alice: Caller;
let bob: Caller;
let external: string;

beforeAll(async () => {
  simulation = await startSimulation({
    clouds: [{ name: 'source', pace: 0.01, password: PASSWORD }],
  });
  [cloud] = simulation.clouds as [SimulatedCloud];
  admin = await logIn(cloud, DOOR, { name: 'admin', project: 'admin' });
  alice = await newcomer(cloud, DOOR, { name: 'alice', by: admin });
  bob = await newcomer(cloud, DOOR, { name: 'bob', by: admin });
  external = await make(admin, 'network', { name: 'public', 'router:external': true });
  await make(admin, 'subnet', { network_id: external, ip_version: 4, cidr: '203.0.113.0/24' });
});
afterAll(() => simulation.close());

async function make(who: Caller, one: string, body: unknown): Promise<string> {
  const answer = await who.ask('POST', `/${one.replaceAll('_', '-')}s`, { [one]: body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body[one].id;
}

async function makeNetwork(cidr = '10.0.0.0/29'): Promise<{ network: string; subnet: string }> {
  const network = await make(alice, 'network', { name: 'inside' });
  const subnet = await make(alice, 'subnet', { network_id: network, ip_version: 4, cidr });
  return { network, subnet };
}

function refusal({ status, body }: Reply): readonly [number, string] {
  return [status, body.NeutronError.type];
}

test('no token is a 401 of keystonemiddleware', async () => {
  const answer = await fetch(`${cloud.origins.network}/v2.0/networks`);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe(`Keystone uri="${cloud.origins.identity}"`);
});

test('an unknown attribute is refused, and so is an unknown filter', async () => {
  const posted = await alice.ask('POST', '/networks', { network: { foo: 1, bar: 2 } });
  expect(posted.body.NeutronError.message).toBe("Unrecognized attribute(s) 'foo, bar'");
  const listed = await alice.ask('GET', '/networks?foo=1');
  expect(listed.body.NeutronError.message).toBe("['foo'] is invalid attribute for filtering");
});

test("another project's network is not there, one that is shared may not be changed", async () => {
  const { network } = await makeNetwork();
  const path = `/networks/${network}`;
  expect(refusal(await bob.ask('GET', path))).toEqual([404, 'NetworkNotFound']);
  await admin.ask('PUT', path, { network: { shared: true } });
  const answer = await bob.ask('PUT', path, { network: { name: 'mine' } });
  expect(answer.body.NeutronError.message).toBe('rule:update_network is disallowed by policy');
});

test("only an administrator makes another project's network, or sees what it is made of", async () => {
  const body = { network: { project_id: bob.project } };
  expect(refusal(await alice.ask('POST', '/networks', body))).toEqual([400, 'HTTPBadRequest']);
  const { body: made } = await admin.ask('POST', '/networks', body);
  expect(made.network).toMatchObject({
    tenant_id: bob.project,
    project_id: bob.project,
    'provider:network_type': 'vxlan',
  });
  const seen = await bob.ask('GET', `/networks/${made.network.id}`);
  expect(Object.keys(seen.body.network)).not.toContain('provider:network_type');
});

test('no address is given twice, and none outside the subnet', async () => {
  const { network, subnet } = await makeNetwork();
  const ask = (fixed_ips?: unknown): Promise<Reply> =>
    alice.ask('POST', '/ports', { port: { network_id: network, fixed_ips } });
  const given = new Set<string>();
  for (let count = 0; count < 5; count++) {
    const { body } = await ask();
    given.add(body.port.fixed_ips[0].ip_address);
  }
  expect(given.size).toBe(5);
  expect(refusal(await ask())).toEqual([409, 'IpAddressGenerationFailure']);
  const [taken] = given;
  const again = await ask([{ ip_address: taken }]);
  expect(refusal(again)).toEqual([409, 'IpAddressAlreadyAllocated']);
  const outside = await ask([{ subnet_id: subnet, ip_address: '10.9.9.9' }]);
  expect(refusal(outside)).toEqual([400, 'InvalidIpForSubnet']);
});

test('a freed address can be had again, and a MAC address is unique in its network', async () => {
  const { network } = await makeNetwork();
  const port = { network_id: network, fixed_ips: [{ ip_address: '10.0.0.4' }] };
  const mac_address = 'fa:16:3e:00:00:01';
  const first = await make(alice, 'port', { ...port, mac_address });
  const second = await alice.ask('POST', '/ports', { port: { network_id: network, mac_address } });
  expect(refusal(second)).toEqual([409, 'MacAddressInUse']);
  await alice.ask('DELETE', `/ports/${first}`);
  await make(alice, 'port', { ...port, mac_address });
});

test('ports are found by address, and pages follow their links', async () => {
  const { network } = await makeNetwork('10.0.0.0/24');
  for (let count = 0; count < 5; count++) await make(alice, 'port', { network_id: network });
  const seen: string[] = [];
  let path = `/ports?network_id=${network}&limit=2`;
  while (path !== '') {
    const { body } = await alice.ask('GET', path);
    seen.push(...body.ports.map((port: { id: string }) => port.id));
    const links: { rel: string; href: string }[] = body.ports_links;
    path = links.find(({ rel }) => rel === 'next')?.href.split('/v2.0')[1] ?? '';
  }
  expect(seen).toEqual([...new Set(seen)].toSorted());
  expect(seen).toHaveLength(5);
  const { body } = await alice.ask('GET', `/ports/${seen[0]}`);
  const address = body.port.fixed_ips[0].ip_address;
  const query = `network_id=${network}&fixed_ips=ip_address%3D${address}&fields=id`;
  const found = await alice.ask('GET', `/ports?${query}`);
  expect(found.body.ports).toEqual([{ id: seen[0] }]);
});

test('a project has a default group from its first look, whose rules let its members in', async () => {
  const carol = await newcomer(cloud, DOOR, { name: 'carol', by: admin });
  const { body } = await carol.ask('GET', '/security-groups');
  const [group] = body.security_groups;
  expect(group).toMatchObject({ name: 'default', description: 'Default security group' });
  const rules: { direction: string; remote_group_id: string | null }[] = group.security_group_rules;
  expect(rules.filter(({ direction }) => direction === 'egress')).toHaveLength(2);
  expect(rules.filter(({ remote_group_id: remote }) => remote === group.id)).toHaveLength(2);
});

test('the same rule in other words exists already, and the refusal names it', async () => {
  const group = await make(alice, 'security_group', { name: 'web' });
  const rule = { security_group_id: group, direction: 'ingress', protocol: 'vrrp' };
  const id = await make(alice, 'security_group_rule', rule);
  const again = await alice.ask('POST', '/security-group-rules', {
    security_group_rule: { ...rule, protocol: 112, remote_ip_prefix: '0.0.0.0/0' },
  });
  expect(again.status).toBe(409);
  expect(again.body.NeutronError.message).toBe(
    `Security group rule already exists. Rule id is ${id}.`,
  );
});

test('a floating address needs a router on its way, and keeps its interface from going', async () => {
  const { network, subnet } = await makeNetwork('10.7.0.0/24');
  const port = await make(alice, 'port', { network_id: network });
  const floatingip = { floating_network_id: external, port_id: port };
  const early = await alice.ask('POST', '/floatingips', { floatingip });
  expect(refusal(early)).toEqual([404, 'ExternalGatewayForFloatingIPNotFound']);
  const gateway = { network_id: external };
  const router = await make(alice, 'router', { external_gateway_info: gateway });
  const path = `/routers/${router}`;
  await alice.ask('PUT', `${path}/add_router_interface`, { subnet_id: subnet });
  const floating = await make(alice, 'floatingip', floatingip);
  const removed = await alice.ask('PUT', `${path}/remove_router_interface`, { subnet_id: subnet });
  expect(refusal(removed)).toEqual([409, 'RouterInterfaceInUseByFloatingIP']);
  expect(refusal(await alice.ask('DELETE', path))).toEqual([409, 'RouterInUse']);
  await alice.ask('DELETE', `/ports/${port}`);
  const { body } = await alice.ask('GET', `/floatingips/${floating}`);
  expect(body.floatingip).toMatchObject({ port_id: null, router_id: null, status: 'DOWN' });
});

test('tags are set, asked for, and may not come with a POST', async () => {
  const { network } = await makeNetwork();
  const answer = await alice.ask('PUT', `/networks/${network}/tags`, { tags: ['b', 'a'] });
  expect(answer.body).toEqual({ tags: ['b', 'a'] });
  const { body } = await alice.ask('GET', '/networks?tags=a,b&not-tags=c&fields=id');
  expect(body.networks).toEqual([{ id: network }]);
  const posted = await alice.ask('POST', '/networks', { network: { tags: ['a'] } });
  expect(posted.body.NeutronError.message).toBe("Attribute 'tags' not allowed in POST");
});

test('a quota that is used up is refused by its name', async () => {
  const dora = await newcomer(cloud, DOOR, { name: 'dora', by: admin });
  await admin.ask('PUT', `/quotas/${dora.project}`, { quota: { network: 1 } });
  await make(dora, 'network', {});
  const answer = await dora.ask('POST', '/networks', { network: {} });
  expect(answer.status).toBe(409);
  expect(answer.body.NeutronError.message).toBe("Quota exceeded for resources: ['network'].");
});

test('a port that Nova binds is ACTIVE after a moment, one that is down is not', async () => {
  const { network } = await makeNetwork();
  const up = await make(alice, 'port', { network_id: network });
  const down = await make(alice, 'port', { network_id: network, admin_state_up: false });
  const to = { serverId: 'a-server', zone: 'nova', host: 'source-compute1' };
  for (const id of [up, down]) cloud.network.bindPort(id, { ...to, hostname: 'web1' });
  const status = () => cloud.network.portsOf('a-server').find(({ id }) => id === up)?.status;
  await expect.poll(status, { timeout: 10_000 }).toBe('ACTIVE');
  expect(cloud.network.portsOf('a-server').find(({ id }) => id === down)?.status).toBe('DOWN');
});

test('no body of a hostile shape is taken for a bug', async () => {
  const { network } = await makeNetwork();
  const values = [null, 1, 'x', [], {}, [null], [[]], { a: { b: [] } }];
  const bodies: Record<string, { path: string; base: object; names: string[] }> = {
    network: { path: '/networks', base: {}, names: ['name', 'segments', 'tenant_id', 'mtu'] },
    subnet: {
      path: '/subnets',
      base: { network_id: network, ip_version: 4, cidr: '10.0.9.0/24' },
      names: ['cidr', 'allocation_pools', 'host_routes', 'dns_nameservers', 'gateway_ip'],
    },
    port: {
      path: '/ports',
      base: { network_id: network },
      names: ['fixed_ips', 'allowed_address_pairs', 'extra_dhcp_opts', 'binding:profile'],
    },
    router: { path: '/routers', base: {}, names: ['external_gateway_info', 'distributed'] },
    security_group: { path: '/security-groups', base: {}, names: ['name', 'stateful'] },
    floatingip: {
      path: '/floatingips',
      base: { floating_network_id: external },
      names: ['port_id', 'floating_ip_address', 'fixed_ip_address'],
    },
  };
  for (const [one, { path, base, names }] of Object.entries(bodies)) {
    for (const name of names) {
      for (const value of values) {
        const body = { [one]: { ...base, [name]: value } };
        const answer = await admin.ask('POST', path, body);
        expect(answer.status, JSON.stringify(body)).toBeLessThan(500);
      }
    }
  }
});

test('one of many thousand ports is found, and a page of them is cut, by index', async () => {
  const networkId = await make(admin, 'network', { name: 'large' });
  await make(admin, 'subnet', { network_id: networkId, ip_version: 4, cidr: '10.128.0.0/16' });
  const wanted = { networkId, projectId: '', securityGroups: [] };
  const ids = Array.from({ length: 10_000 }, () => cloud.network.makePort(wanted));
  const { body } = await admin.ask('GET', `/ports?limit=10&network_id=${networkId}`);
  expect(body.ports.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted().slice(0, 10));
  const address = body.ports[5].fixed_ips[0].ip_address;
  const found = await admin.ask('GET', `/ports?fixed_ips=ip_address%3D${address}&fields=id`);
  expect(found.body.ports).toEqual([{ id: body.ports[5].id }]);
});
