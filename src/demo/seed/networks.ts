import type { Cloud } from '../../openstack/cloud.ts';
import type {
  ExternalSeed,
  FloatingIpSeed,
  NetworkSeed,
  PortSeed,
  ProjectSeed,
  SecurityGroupSeed,
} from '../company/cloud-seed.ts';
import { found, make, makeEach } from './make.ts';

/** Ids by name. */
export interface Networking {
  readonly networks: ReadonlyMap<string, string>;
  readonly ports: ReadonlyMap<string, string>;
}

interface Made {
  readonly network: string;
  readonly subnet: string;
}

/** Answers the network's id. */
export async function makeExternal(admin: Cloud, seed: ExternalSeed): Promise<string> {
  const { name, cidr, first, last } = seed;
  const network = { name, 'router:external': true };
  const id = await make(admin, ['network', '/networks', 'network'], network);
  await make(admin, ['network', '/subnets', 'subnet'], {
    name: `${name}-v4`,
    network_id: id,
    ip_version: 4,
    cidr,
    enable_dhcp: false,
    allocation_pools: [{ start: first, end: last }],
  });
  return id;
}

/** A project's networks and what hangs on them, made by one of its users. */
export async function makeNetworking(
  user: Cloud,
  project: ProjectSeed,
  external: string,
): Promise<Networking> {
  const [networks, groups] = await Promise.all([
    makeEach(project.networks, (seed) => makeNetwork(user, seed)),
    makeSecurityGroups(user, project.securityGroups),
  ]);
  const ports = await makeEach(project.ports ?? [], (seed) =>
    makePort(user, seed, networks, groups),
  );
  await makeRouter(user, project, networks, external);
  for (const seed of project.floatingIps ?? []) {
    await makeFloatingIp(user, seed, ports, external);
  }
  return { networks: new Map([...networks].map(([name, { network }]) => [name, network])), ports };
}

async function makeNetwork(user: Cloud, seed: NetworkSeed): Promise<Made> {
  const { name, cidr, gateway, description = '', tags = [], subnet = {} } = seed;
  const network = await make(user, ['network', '/networks', 'network'], { name, description });
  const body = { name: `${name}-v4`, network_id: network, ip_version: 4, cidr, ...subnet };
  const id = await make(
    user,
    ['network', '/subnets', 'subnet'],
    gateway === null ? { ...body, gateway_ip: null } : body,
  );
  if (tags.length > 0) {
    await user.call('network', {
      method: 'PUT',
      path: `/networks/${network}/tags`,
      body: { tags },
    });
  }
  return { network, subnet: id };
}

/** In their order: a rule may name a group that stands before its own. */
async function makeSecurityGroups(
  user: Cloud,
  seeds: readonly SecurityGroupSeed[],
): Promise<Map<string, string>> {
  const groups = new Map<string, string>();
  for (const { name, description, open } of seeds) {
    const path = ['network', '/security-groups', 'security_group'] as const;
    const id = await make(user, path, { name, description });
    groups.set(name, id);
    for (const [port, to] of open) {
      const whom = groups.has(to) ? { remote_group_id: groups.get(to) } : { remote_ip_prefix: to };
      await make(user, ['network', '/security-group-rules', 'security_group_rule'], {
        security_group_id: id,
        direction: 'ingress',
        ethertype: 'IPv4',
        protocol: 'tcp',
        port_range_min: port,
        port_range_max: port,
        ...whom,
      });
    }
  }
  return groups;
}

async function makePort(
  user: Cloud,
  { name, network, addresses, securityGroups, more = {} }: PortSeed,
  networks: ReadonlyMap<string, Made>,
  groups: ReadonlyMap<string, string>,
): Promise<string> {
  const { network: id, subnet } = found(networks, network);
  return make(user, ['network', '/ports', 'port'], {
    name,
    network_id: id,
    fixed_ips: addresses.map((address) => ({ subnet_id: subnet, ip_address: address })),
    ...(securityGroups === undefined
      ? {}
      : { security_groups: securityGroups.map((group) => found(groups, group)) }),
    ...more,
  });
}

async function makeRouter(
  user: Cloud,
  { router }: ProjectSeed,
  networks: ReadonlyMap<string, Made>,
  external: string,
): Promise<void> {
  if (router === undefined) return;
  const id = await make(user, ['network', '/routers', 'router'], {
    name: router.name,
    external_gateway_info: { network_id: external },
  });
  for (const name of router.networks) {
    const body = { subnet_id: found(networks, name).subnet };
    const path = `/routers/${id}/add_router_interface`;
    await user.call('network', { method: 'PUT', path, body });
  }
}

async function makeFloatingIp(
  user: Cloud,
  { port, address, description }: FloatingIpSeed,
  ports: ReadonlyMap<string, string>,
  external: string,
): Promise<void> {
  await make(user, ['network', '/floatingips', 'floatingip'], {
    floating_network_id: external,
    description,
    ...(port === undefined ? {} : { port_id: found(ports, port) }),
    ...(address === undefined ? {} : { fixed_ip_address: address }),
  });
}
