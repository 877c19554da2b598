import type { Cloud } from '../../../src/openstack/cloud.ts';
import { make, makeNeutron, put } from './make.ts';
import type { Doors } from './make.ts';

/** A QoS policy of two rules. */
export async function makePolicy(cloud: Cloud, name: string, project_id: string): Promise<string> {
  const policy = { name, project_id, description: 'slow, and marked so' };
  const id = await make(cloud, 'network', '/qos/policies', { policy });
  await make(cloud, 'network', `/qos/policies/${id}/bandwidth_limit_rules`, {
    bandwidth_limit_rule: { max_kbps: 10_000, max_burst_kbps: 8000 },
  });
  await make(cloud, 'network', `/qos/policies/${id}/dscp_marking_rules`, {
    dscp_marking_rule: { dscp_mark: 26 },
  });
  return id;
}

/** A subnet pool in an address scope of its own, both shared with another project. */
export async function makePool(
  cloud: Cloud,
  {
    owner,
    user,
    prefix,
  }: { readonly owner: string; readonly user: string; readonly prefix: string },
): Promise<string> {
  const of = { project_id: owner };
  const scope = await makeNeutron(cloud, 'address_scope', { name: 'plan', ip_version: 4, ...of });
  const pool = await makeNeutron(cloud, 'subnetpool', {
    name: 'plan',
    description: 'all there is',
    prefixes: [prefix],
    default_prefixlen: 24,
    address_scope_id: scope,
    ...of,
  });
  // Neutron lets nobody at a pool who may not at its scope.
  await share(cloud, { object_type: 'address_scope', object_id: scope, owner, target: user });
  await share(cloud, { object_type: 'subnetpool', object_id: pool, owner, target: user });
  return pool;
}

export async function share(
  cloud: Cloud,
  {
    owner,
    target,
    ...what
  }: Readonly<Record<'object_type' | 'object_id' | 'owner' | 'target', string>>,
): Promise<void> {
  const policy = { ...what, action: 'access_as_shared', target_tenant: target, project_id: owner };
  await makeNeutron(cloud, 'rbac_policy', policy);
}

export interface NetworkWish {
  readonly name: string;
  readonly project: string;
  readonly external: string;
  readonly pool?: string;
  readonly policy?: string;
  readonly cidr: string;
  /** The router's, in the external network. */
  readonly gateway: string;
}

/** A network with a subnet, and a router on it that leads outside. */
export async function makeNetwork(
  { cloud, member }: Doors,
  { name, project, external, pool, policy, cidr, gateway }: NetworkWish,
): Promise<{ readonly network: string; readonly subnet: string }> {
  const network = await makeNeutron(cloud, 'network', {
    name,
    description: 'the inside',
    project_id: project,
    ...(policy === undefined ? {} : { qos_policy_id: policy }),
  });
  const subnet = await makeNeutron(member, 'subnet', {
    name,
    network_id: network,
    ip_version: 4,
    cidr,
    ...(pool === undefined ? {} : { subnetpool_id: pool }),
    dns_nameservers: [cidr.replace(/0\/24$/, '2')],
  });
  const outside = { network_id: external, external_fixed_ips: [{ ip_address: gateway }] };
  const router = await makeNeutron(cloud, 'router', {
    name: 'edge',
    project_id: project,
    external_gateway_info: outside,
  });
  await put(member, 'network', `/routers/${router}/add_router_interface`, { subnet_id: subnet });
  return { network, subnet };
}

/** One that lets in everybody, itself, and an address group. */
export async function makeSecurityGroup(
  member: Cloud,
  { addressGroup = true } = {},
): Promise<string> {
  const id = await makeNeutron(member, 'security_group', {
    name: 'web',
    description: 'HTTP from all',
  });
  const rule = { security_group_id: id, direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp' };
  for (const more of [
    { port_range_min: 80, port_range_max: 80, remote_ip_prefix: '0.0.0.0/0' },
    { remote_group_id: id },
    ...(addressGroup ? [await fromOffices(member)] : []),
  ]) {
    await makeNeutron(member, 'security_group_rule', { ...rule, ...more });
  }
  return id;
}

async function fromOffices(member: Cloud) {
  const addresses = await makeNeutron(member, 'address_group', {
    name: 'offices',
    description: 'Near and far',
    addresses: ['192.0.2.0/25', '198.51.100.7/32'],
  });
  return { port_range_min: 22, port_range_max: 22, remote_address_group_id: addresses };
}

/** On a port that nothing is bound to yet, with one subport. */
export async function makeTrunk(
  member: Cloud,
  {
    name,
    parent,
    network,
    tag,
  }: {
    readonly name: string;
    readonly parent: string;
    readonly network: string;
    readonly tag: number;
  },
): Promise<void> {
  const subPort = await makeNeutron(member, 'port', { name: `${name}-sub`, network_id: network });
  await makeNeutron(member, 'trunk', {
    name: `${name}-trunk`,
    description: 'two networks, one port',
    port_id: parent,
    sub_ports: [{ port_id: subPort, segmentation_type: 'vlan', segmentation_id: tag }],
  });
}

export async function forward(
  cloud: Cloud,
  {
    floatingIp,
    port,
    address,
    outside,
  }: {
    readonly floatingIp: string;
    readonly port: string;
    readonly address: string | undefined;
    readonly outside: number;
  },
): Promise<void> {
  await make(cloud, 'network', `/floatingips/${floatingIp}/port_forwardings`, {
    port_forwarding: {
      protocol: 'tcp',
      internal_port_id: port,
      internal_ip_address: address,
      internal_port: 22,
      external_port: outside,
      description: 'SSH',
    },
  });
}
