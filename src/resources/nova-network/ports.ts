import { UnsupportedError } from '../../errors/migration.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { contains } from '../../model/address.ts';
import { isRouterId, portId, serverOfPort, subnetId } from './ids.ts';
import { listServers, readGroups, readNetworks, readServer } from './read.ts';
import type { FixedNetwork } from './read.ts';
import { interfaces } from './routers.ts';
import { namedGroups } from './security-groups.ts';
import type { GroupIdOf } from './security-groups.ts';
import { asked, BARE } from './shape.ts';
import type { Shaped } from './shape.ts';
import type { ServerWire } from './wire.ts';

type AddressWire = ServerWire['addresses'][string][number];

/** Servers' interfaces, and the hosts' own as those of a router; of more than the query's where that is no dearer. */
export async function ports(cloud: Cloud, query: Query): Promise<Shaped[]> {
  const owners = asked(query, 'device_owner');
  const [ofServers, ofRouters] = await Promise.all([
    owners?.every((owner) => owner.startsWith('network:')) ? [] : serverPorts(cloud, query),
    owners?.every((owner) => !owner.startsWith('network:')) ? [] : routerPorts(cloud, query),
  ]);
  return [...ofServers, ...ofRouters];
}

async function routerPorts(cloud: Cloud, query: Query): Promise<Shaped[]> {
  const devices = asked(query, 'device_id');
  return devices === undefined || devices.some(isRouterId) ? interfaces(cloud) : [];
}

async function serverPorts(cloud: Cloud, query: Query): Promise<Shaped[]> {
  const servers = await serversFor(cloud, query);
  if (servers.length === 0) return [];
  const [networks, groups] = await Promise.all([readNetworks(cloud), readGroups(cloud)]);
  const idOf = namedGroups(groups);
  return servers.flatMap((server) => portsOf(cloud, server, { networks, idOf }));
}

async function serversFor(cloud: Cloud, query: Query): Promise<ServerWire[]> {
  const ids = asked(query, 'device_id') ?? asked(query, 'id')?.map(serverOfPort);
  if (ids === undefined) return collect(listServers(cloud));
  const found = await Promise.all(
    ids.filter((id) => !isRouterId(id)).map((id) => readServer(cloud, id)),
  );
  return found.filter((server) => server !== undefined);
}

interface Surroundings {
  readonly networks: readonly FixedNetwork[];
  readonly idOf: GroupIdOf;
}

function portsOf(cloud: Cloud, server: ServerWire, around: Surroundings): Shaped[] {
  const { id, tenant_id: project, addresses, security_groups: names } = server;
  const byMac = new Map<string, Shaped & { fixed_ips: object[] }>();
  for (const [label, address] of fixedAddresses(addresses)) {
    const network = networkOf(around.networks, label, address.addr);
    const mac = address['OS-EXT-IPS-MAC:mac_addr'];
    if (network === undefined || !mac) throw unknownAddress(cloud, server, address.addr);
    const port = byMac.get(mac) ?? {
      ...BARE,
      id: portId(id, mac),
      name: '',
      network_id: network.id,
      mac_address: mac,
      admin_state_up: true,
      status: 'ACTIVE',
      device_id: id,
      device_owner: `compute:${server['OS-EXT-AZ:availability_zone'] ?? 'nova'}`,
      project_id: project,
      fixed_ips: [],
      security_groups: groupsOf(cloud, server, [...new Set(names.map(({ name }) => name))], around),
      port_security_enabled: true,
    };
    const version = address.addr.includes(':') ? 6 : 4;
    const fixed = { subnet_id: subnetId(network.id, version), ip_address: address.addr };
    byMac.set(mac, { ...port, fixed_ips: [...port.fixed_ips, fixed] });
  }
  return [...byMac.values()];
}

function fixedAddresses(addresses: ServerWire['addresses']): (readonly [string, AddressWire])[] {
  return Object.entries(addresses).flatMap(([label, list]) =>
    list
      .filter((each) => each['OS-EXT-IPS:type'] !== 'floating')
      .map((each) => [label, each] as const),
  );
}

/** Labels need not be unique; ranges do not overlap, as long as the label is the same. */
function networkOf(
  networks: readonly FixedNetwork[],
  label: string,
  address: string,
): FixedNetwork | undefined {
  return networks.find((network) => {
    const range = address.includes(':') ? network.cidr_v6 : network.cidr;
    return network.label === label && range && contains(range, address);
  });
}

function groupsOf(
  cloud: Cloud,
  { name, tenant_id: project }: ServerWire,
  names: readonly string[],
  { idOf }: Surroundings,
): string[] {
  return names.map((group) => {
    const id = idOf(project, group);
    if (id !== undefined) return id;
    throw new UnsupportedError(
      `${cloud.name}: server ${name} is in security group ${group}, which os-security-groups does not show: log in as an administrator of all projects.`,
    );
  });
}

function unknownAddress(cloud: Cloud, { name }: ServerWire, address: string): UnsupportedError {
  return new UnsupportedError(
    `${cloud.name}: server ${name} has ${address}, whose network or MAC its Nova does not show: log in as an administrator of all projects.`,
  );
}
