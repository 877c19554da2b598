import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Copied } from '../../src/activities/copy-resource.ts';
import type { Mapping } from '../../src/model/mapping.ts';
import { port } from '../../src/resources/port/index.ts';
import { readdressed } from '../../src/resources/readdressed.ts';
import { router } from '../../src/resources/router/index.ts';
import { copyToLab } from './copy-to-lab.ts';
import { openLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron } from './neutron-lab.ts';
import { existing } from './resource-kind.suite.ts';

// Single copies whose addresses are others in the destination.

let lab: Lab;
let project: string;
let projectThere: string;

beforeAll(async () => {
  lab = await openLab();
  project = await lab.makeProject(lab.source);
  projectThere = await lab.makeProject(lab.destination);
});
afterAll(() => lab?.end());

interface Place {
  readonly network: string;
  readonly subnet: string;
}

async function place(cloud: Lab['source'], subnet: object, network: object = {}): Promise<Place> {
  const id = await makeNeutron(lab, cloud, 'network', { name: lab.run, ...network });
  return {
    network: id,
    subnet: await makeNeutron(lab, cloud, 'subnet', { network_id: id, ...subnet }),
  };
}

function idsOf(own: Place, there: Place): Record<string, string> {
  return {
    [`project/${project}`]: projectThere,
    [`network/${own.network}`]: there.network,
    [`subnet/${own.subnet}`]: there.subnet,
  };
}

test('of a router’s addresses outside a certain one is kept beside any', async () => {
  const external = { 'router:external': true };
  const own = await place(lab.source, { cidr: '198.51.100.0/24', ip_version: 4 }, external);
  const there = await place(lab.destination, { cidr: '203.0.113.0/24', ip_version: 4 }, external);
  const [one, other] = ['198.51.100.90', '198.51.100.91'];
  const id = await makeNeutron(lab, lab.source, 'router', {
    name: 'two',
    project_id: project,
    external_gateway_info: {
      network_id: own.network,
      external_fixed_ips: [{ ip_address: one }, { ip_address: other }],
    },
  });
  const copied = await copyToLab(lab, {
    kind: router,
    id,
    ids: idsOf(own, there),
    mappings: { address: { [one]: '203.0.113.190', [other]: 'any' } },
  });
  lab.atEnd(() => router.remove(lab.destination, copied.destinationId));
  const copy = await existing(router, lab.destination, copied.destinationId);
  const addresses = copy.external_gateway_info!.external_fixed_ips.map((each) => each.ip_address);
  expect(addresses).toHaveLength(2);
  expect(addresses).toContain('203.0.113.190');
  const chosen = addresses.find((address) => address !== '203.0.113.190');
  expect(copied.concerns[0]?.message).toContain(
    `router two has other addresses: ${one} → 203.0.113.190, ${other} → ${chosen}.`,
  );
});

const MAC = 'fa:16:3e:aa:01:60';
const automatic = (prefix: string): string => `${prefix}:0:f816:3eff:feaa:160`;

/** A port of the source in 2001:db8:1::/64, its network mapped to one with 2001:db8:2::/64; each with such an address mode. */
async function portOf(here: object, there: object) {
  const range = { cidr: '2001:db8:1::/64', ip_version: 6 };
  const own = await place(lab.source, { ...range, ...here });
  const id = await makeNeutron(lab, lab.source, 'port', {
    project_id: project,
    network_id: own.network,
    mac_address: MAC,
    fixed_ips: [{ subnet_id: own.subnet }],
    security_groups: [],
  });
  const other = await place(lab.destination, { ...range, cidr: '2001:db8:2::/64', ...there });
  const { fixed_ips: addresses } = await existing(port, lab.source, id);
  return { id, ids: idsOf(own, other), address: addresses[0]!.ip_address };
}

const SLAAC = { ipv6_address_mode: 'slaac', ipv6_ra_mode: 'slaac' };
const STATEFUL = { ipv6_address_mode: 'dhcpv6-stateful', ipv6_ra_mode: 'dhcpv6-stateful' };
const RANGE = { '2001:db8:1::/64': '2001:db8:2::/64' };

async function addressThere({ destinationId: id }: Copied): Promise<string | undefined> {
  lab.atEnd(() => port.remove(lab.destination, id));
  return (await existing(port, lab.destination, id)).fixed_ips[0]?.ip_address;
}

test('an address that IPv6 has made of a MAC is asked for where the other subnet makes none', async () => {
  const { id, ids, address } = await portOf(SLAAC, STATEFUL);
  expect(address).toBe(automatic('2001:db8:1'));
  const copied = await copyToLab(lab, { kind: port, id, ids, mappings: { address: RANGE } });
  expect(await addressThere(copied)).toBe(automatic('2001:db8:2'));
});

test('where the other subnet makes addresses of MACs, a port has that one or none', async () => {
  const { id, ids, address } = await portOf(STATEFUL, SLAAC);
  const was = await existing(port, lab.source, id);
  const found = (mapping: Mapping) => {
    const mappings = { address: mapping };
    const { source, destination } = lab;
    const context = { source, destination, ids, mappings };
    return port.concerns!(context, readdressed(port, was, mappings), was);
  };
  const [blocker, ...others] = await found(RANGE);
  expect(others).toEqual([]);
  expect(blocker).toMatchObject({ severity: 'blocker', code: 'address-is-automatic' });
  const made = automatic('2001:db8:2');
  expect(blocker?.remedy).toContain(`mappings: address: { '${address}': '${made}' }`);
  const line = { [address]: made };
  expect(await found(line)).toEqual([]);
  const copied = await copyToLab(lab, { kind: port, id, ids, mappings: { address: line } });
  expect(await addressThere(copied)).toBe(made);
});
