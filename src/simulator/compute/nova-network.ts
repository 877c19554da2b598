import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at } from './door.ts';
import { ask } from './inside.ts';
import { listAt, textAt, textsAt } from './read.ts';
import { isObject } from './schema.ts';
import { netmaskOf } from './netmask.ts';
import type { Nova } from './state.ts';

/** Nova's MAX_PROXY_API_SUPPORT_VERSION: what speaks of networks is gone above it. */
const OFFERED = { until: 35 };

type Thing = Readonly<Record<string, unknown>>;

/**
 * What nova-network answered, as nova 16.0.0 (Pike) documents it in doc/api_samples/{os-networks,os-floating-ips-bulk,
 * os-floating-ip-pools,os-security-groups}; no lab has it any more. The networks themselves are kept by this cloud's Neutron, which its
 * catalog does not show: an external network is a pool, a shared one is flat, any other is its project's VLAN.
 */
export function novaNetworkRoutes(nova: Nova): Route[] {
  if (nova.cloud.options.networking !== 'nova-network') return [];
  const numbers = new Map<string, number>();
  /** nova-network counts its security groups and their rules. */
  const numberOf = (id: unknown): number => {
    const number = numbers.get(String(id)) ?? numbers.size + 1;
    numbers.set(String(id), number);
    return number;
  };
  return [
    at('GET', '/os-networks', (call) => networks(nova, call), OFFERED),
    at('GET', '/os-floating-ip-pools', (call) => pools(nova, call), OFFERED),
    at('GET', '/os-floating-ips-bulk', (call) => floatingIps(nova, call), OFFERED),
    at('GET', '/os-security-groups', (call) => securityGroups(nova, call, numberOf), OFFERED),
  ];
}

async function networks(nova: Nova, call: Call): Promise<Answer> {
  const [all, subnets] = await Promise.all([
    things(nova, call, 'networks'),
    things(nova, call, 'subnets'),
  ]);
  const fixed = all.filter((network) => network['router:external'] !== true);
  const shown = fixed.map((network, index) => {
    const own = subnets.filter((subnet) => subnet['network_id'] === network['id']);
    const view = everybodysView(network, own);
    return call.token.isAdmin ? { ...view, ...adminsView(network, own, 100 + index) } : view;
  });
  return { status: 200, body: { networks: shown } };
}

function everybodysView(network: Thing, subnets: readonly Thing[]): object {
  const v4 = subnets.find((subnet) => subnet['ip_version'] === 4) ?? {};
  const v6 = subnets.find((subnet) => subnet['ip_version'] === 6);
  const cidr = textAt(v4, 'cidr') ?? '';
  const [dns1 = null, dns2 = null] = textsAt(v4, 'dns_nameservers');
  return {
    id: network['id'],
    label: network['name'],
    cidr,
    ...netmaskOf(cidr),
    gateway: v4['gateway_ip'],
    dns1,
    dns2,
    cidr_v6: v6?.['cidr'] ?? null,
    // Nova notes the bridge's own address once the network runs.
    gateway_v6: v6 === undefined ? null : 'fe80::1',
    netmask_v6: v6 === undefined ? null : (textAt(v6, 'cidr') ?? '').split('/')[1],
  };
}

function adminsView(network: Thing, subnets: readonly Thing[], vlan: number): object {
  const v4 = subnets.find((subnet) => subnet['ip_version'] === 4) ?? {};
  const [pool] = listAt(v4, 'allocation_pools');
  const flat = network['shared'] === true;
  return {
    created_at: '2011-08-15T06:19:19.387525',
    updated_at: null,
    deleted_at: null,
    deleted: false,
    injected: false,
    bridge: `br${flat ? 100 : vlan}`,
    bridge_interface: 'eth0',
    vlan: flat ? null : vlan,
    vpn_public_address: null,
    vpn_public_port: flat ? null : 900 + vlan,
    vpn_private_address: null,
    dhcp_start: pool?.['start'] ?? null,
    dhcp_server: v4['gateway_ip'],
    enable_dhcp: v4['enable_dhcp'] ?? true,
    project_id: flat ? null : network['project_id'],
    host: null,
    multi_host: false,
    priority: null,
    rxtx_base: null,
    mtu: null,
    share_address: false,
  };
}

async function pools(nova: Nova, call: Call): Promise<Answer> {
  const outside = await things(nova, call, 'networks', '?router:external=true');
  const found = outside.map((network) => ({ name: network['name'] }));
  return { status: 200, body: { floating_ip_pools: found } };
}

/** The newest of Queens: Rocky took the call away. */
const LAST_BULK = 60;

async function floatingIps(nova: Nova, call: Call): Promise<Answer> {
  if ((nova.cloud.options.computeNewest ?? LAST_BULK + 1) > LAST_BULK) {
    throw new Refusal(410, 'This resource is no longer available. No forwarding address is given.');
  }
  if (!call.token.isAdmin) {
    throw new Refusal(
      403,
      "Policy doesn't allow os_compute_api:os-floating-ips-bulk to be performed.",
    );
  }
  const [all, outside, ports] = await Promise.all([
    things(nova, call, 'floatingips'),
    things(nova, call, 'networks', '?router:external=true'),
    things(nova, call, 'ports'),
  ]);
  const found = all.map((each) => ({
    address: each['floating_ip_address'],
    pool: outside.find((network) => network['id'] === each['floating_network_id'])?.['name'],
    interface: 'eth0',
    project_id: each['project_id'],
    instance_uuid: ports.find((port) => port['id'] === each['port_id'])?.['device_id'] ?? null,
    fixed_ip: each['fixed_ip_address'],
  }));
  return { status: 200, body: { floating_ip_info: found } };
}

type NumberOf = (id: unknown) => number;

async function securityGroups(nova: Nova, call: Call, numberOf: NumberOf): Promise<Answer> {
  const everywhere = call.token.isAdmin && call.query.has('all_tenants');
  const groups = await things(nova, call, 'security-groups');
  const found = groups
    .filter((group) => everywhere || group['project_id'] === call.token.projectId)
    .map((group) => ({
      id: numberOf(group['id']),
      name: group['name'],
      description: group['description'],
      tenant_id: group['project_id'],
      rules: listAt(group, 'security_group_rules')
        .filter((rule) => rule['direction'] === 'ingress')
        .map((rule) => ruleView(rule, groups, numberOf)),
    }));
  return { status: 200, body: { security_groups: found } };
}

function ruleView(rule: Thing, groups: readonly Thing[], numberOf: NumberOf): object {
  const protocol = textAt(rule, 'protocol') ?? null;
  const remote = groups.find((group) => group['id'] === rule['remote_group_id']);
  const [from, to] = protocol === 'tcp' || protocol === 'udp' ? [1, 65535] : [-1, -1];
  const everyone = rule['ethertype'] === 'IPv6' ? '::/0' : '0.0.0.0/0';
  return {
    id: numberOf(rule['id']),
    parent_group_id: numberOf(rule['security_group_id']),
    ip_protocol: protocol,
    from_port: protocol === null ? null : (rule['port_range_min'] ?? from),
    to_port: protocol === null ? null : (rule['port_range_max'] ?? to),
    group: remote === undefined ? {} : { name: remote['name'], tenant_id: remote['project_id'] },
    ip_range: remote === undefined ? { cidr: rule['remote_ip_prefix'] ?? everyone } : {},
  };
}

async function things(nova: Nova, call: Call, path: string, query = ''): Promise<readonly Thing[]> {
  const { body } = await ask(nova.cloud.network.api, call, { path: `/${path}${query}` });
  return isObject(body) ? listAt(body, path.replaceAll('-', '_')) : [];
}
