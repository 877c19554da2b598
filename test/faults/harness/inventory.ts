import { z } from 'zod';
import type { Cloud, Service } from '../../../src/openstack/cloud.ts';

type Item = Readonly<Record<string, unknown>>;

/** Everything a cloud has, as its own lists tell it. */
export type Inventory = Readonly<Record<string, readonly Item[]>>;

interface Listing {
  readonly kind: string;
  readonly service: Service;
  readonly path: string;
  readonly key: string;
  readonly microversion?: string;
}

const LISTINGS: readonly Listing[] = [
  { kind: 'domain', service: 'identity', path: '/domains', key: 'domains' },
  { kind: 'project', service: 'identity', path: '/projects', key: 'projects' },
  { kind: 'user', service: 'identity', path: '/users', key: 'users' },
  { kind: 'group', service: 'identity', path: '/groups', key: 'groups' },
  { kind: 'role', service: 'identity', path: '/roles', key: 'roles' },
  {
    kind: 'assignment',
    service: 'identity',
    path: '/role_assignments',
    key: 'role_assignments',
  },
  {
    kind: 'role-inference',
    service: 'identity',
    path: '/role_inferences',
    key: 'role_inferences',
  },
  { kind: 'image', service: 'image', path: '/images', key: 'images' },
  {
    kind: 'flavor',
    service: 'compute',
    path: '/flavors/detail?is_public=None',
    key: 'flavors',
    microversion: '2.61',
  },
  {
    kind: 'server-group',
    service: 'compute',
    path: '/os-server-groups?all_projects=true',
    key: 'server_groups',
    microversion: '2.64',
  },
  {
    kind: 'server',
    service: 'compute',
    path: '/servers/detail?all_tenants=1',
    key: 'servers',
    microversion: '2.79',
  },
  { kind: 'network', service: 'network', path: '/networks', key: 'networks' },
  { kind: 'subnet', service: 'network', path: '/subnets', key: 'subnets' },
  { kind: 'router', service: 'network', path: '/routers', key: 'routers' },
  {
    kind: 'security-group',
    service: 'network',
    path: '/security-groups',
    key: 'security_groups',
  },
  { kind: 'port', service: 'network', path: '/ports', key: 'ports' },
  { kind: 'floating-ip', service: 'network', path: '/floatingips', key: 'floatingips' },
  {
    kind: 'address-scope',
    service: 'network',
    path: '/address-scopes',
    key: 'address_scopes',
  },
  { kind: 'subnet-pool', service: 'network', path: '/subnetpools', key: 'subnetpools' },
  {
    kind: 'address-group',
    service: 'network',
    path: '/address-groups',
    key: 'address_groups',
  },
  { kind: 'qos-policy', service: 'network', path: '/qos/policies', key: 'policies' },
  { kind: 'rbac-policy', service: 'network', path: '/rbac-policies', key: 'rbac_policies' },
  { kind: 'trunk', service: 'network', path: '/trunks', key: 'trunks' },
  { kind: 'volume', service: 'volume', path: '/volumes/detail?all_tenants=1', key: 'volumes' },
];

const item = z.record(z.string(), z.unknown());

export async function inventoryOf(cloud: Cloud): Promise<Inventory> {
  const all: Record<string, Item[]> = {};
  for (const listing of LISTINGS) all[listing.kind] = await listOf(cloud, listing);
  await addInner(cloud, all);
  return all;
}

async function listOf(cloud: Cloud, listing: Omit<Listing, 'kind'>): Promise<Item[]> {
  const { service, path, key, microversion } = listing;
  const answer = await cloud.request(service, {
    path,
    ...(microversion === undefined ? {} : { microversion }),
    schema: z.looseObject({ [key]: z.array(item) }),
  });
  return z.array(item).parse(answer[key]);
}

/** What no list of a whole cloud shows. */
async function addInner(cloud: Cloud, all: Record<string, Item[]>): Promise<void> {
  const of = (kind: string): readonly Item[] => all[kind] ?? [];
  const inner = (service: Service, path: string, key: string, microversion?: string) =>
    listOf(cloud, { service, path, key, ...(microversion === undefined ? {} : { microversion }) });
  for (const { id } of of('domain')) {
    all['role']?.push(...(await inner('identity', `/roles?domain_id=${text(id)}`, 'roles')));
  }
  for (const group of of('group')) {
    const users = await inner('identity', `/groups/${text(group['id'])}/users`, 'users');
    Object.assign(group, { members: users.map(({ id }) => id) });
  }
  all['keypair'] = [];
  for (const { id: owner } of of('user')) {
    const path = `/os-keypairs?user_id=${text(owner)}`;
    for (const { keypair } of await inner('compute', path, 'keypairs', '2.10')) {
      all['keypair'].push({ ...item.parse(keypair), owner });
    }
  }
  for (const flavor of of('flavor')) {
    if (flavor['os-flavor-access:is_public'] === true) continue;
    const path = `/flavors/${text(flavor['id'])}/os-flavor-access`;
    const access = await inner('compute', path, 'flavor_access');
    Object.assign(flavor, { access: access.map((each) => each['tenant_id']) });
  }
  for (const image of of('image')) {
    if (image['visibility'] !== 'shared') continue;
    const members = await inner('image', `/images/${text(image['id'])}/members`, 'members');
    Object.assign(image, {
      members: members.map(({ member_id: project, status }) => [project, status]),
    });
  }
  all['port-forwarding'] = [];
  for (const { id: floatingIp } of of('floating-ip')) {
    const path = `/floatingips/${text(floatingIp)}/port_forwardings`;
    for (const each of await inner('network', path, 'port_forwardings')) {
      all['port-forwarding'].push({ ...each, floating_ip: floatingIp });
    }
  }
  all['quota'] = await quotasOf(cloud, all);
}

/** Of each project in each service, and in compute of the users who have a role there. */
async function quotasOf(cloud: Cloud, all: Inventory): Promise<Item[]> {
  const found: Item[] = [];
  const look = async (service: Service, path: string, of: Item): Promise<void> => {
    const answer = await cloud.request(service, { path, schema: z.record(z.string(), item) });
    found.push({ ...of, service, limits: { ...Object.values(answer)[0], id: undefined } });
  };
  for (const { id } of all['project'] ?? []) {
    const project = text(id);
    await look('compute', `/os-quota-sets/${project}`, { project });
    await look('volume', `/os-quota-sets/${project}`, { project });
    await look('network', `/quotas/${project}`, { project });
    for (const user of usersIn(project, all['assignment'] ?? [])) {
      await look('compute', `/os-quota-sets/${project}?user_id=${user}`, { project, user });
    }
  }
  return found;
}

const assignment = z.looseObject({
  user: z.looseObject({ id: z.string() }).optional(),
  scope: z.looseObject({ project: z.looseObject({ id: z.string() }).optional() }),
});

function usersIn(project: string, assignments: readonly Item[]): ReadonlySet<string> {
  const all = assignments.map((each) => assignment.parse(each));
  return new Set(
    all.flatMap(({ user, scope }) => (user && scope.project?.id === project ? [user.id] : [])),
  );
}

/** What differs from run to run without being lost, or is looked at by itself (a server's state). */
const VOLATILE = new Set(
  `created_at updated_at created updated revision_number links hostId host_status locations
   OS-EXT-SRV-ATTR:host OS-EXT-SRV-ATTR:hypervisor_hostname OS-EXT-SRV-ATTR:instance_name
   OS-EXT-SRV-ATTR:reservation_id OS-SRV-USG:launched_at OS-SRV-USG:terminated_at
   OS-EXT-SRV-ATTR:user_id user_id status progress OS-EXT-STS:vm_state OS-EXT-STS:power_state
   OS-EXT-STS:task_state locked locked_reason fault mac_address OS-EXT-IPS-MAC:mac_addr
   binding:host_id binding:vif_type binding:vif_details binding:profile file schema self
   direct_url dns_assignment password_expires_at provider:segmentation_id
   pumphouse_migration addresses port_details standard_attr_id`.split(/\s+/),
);

/** Nobody asked for these, and clouds make them when they like. */
function isAutomatic(kind: string, each: Item): boolean {
  return kind === 'port' && each['device_owner'] === 'network:dhcp';
}

/** A line for each thing, with names in place of ids: two runs that ended alike have the same lines. */
export function linesOf(inventory: Inventory, sources: Inventory = {}): readonly string[] {
  const names = new Map([...labels(inventory), ...labels(sources)]);
  const lines = Object.entries(inventory).flatMap(([kind, items]) =>
    items
      .filter((each) => !isAutomatic(kind, each))
      .map(
        (each) =>
          `${kind} ${JSON.stringify(canonical(withNames({ ...each, id: undefined }, names)))}`,
      ),
  );
  return numbered(lines.toSorted());
}

/** Of two that are alike, the second says so: one too many is a difference. */
function numbered(sorted: readonly string[]): string[] {
  let alike = 1;
  return sorted.map((line, index) => {
    alike = line === sorted[index - 1] ? alike + 1 : 1;
    return alike === 1 ? line : `${line} (${alike} alike)`;
  });
}

function labels(inventory: Inventory): [string, string][] {
  return Object.entries(inventory).flatMap(([kind, items]) =>
    items.flatMap((each): [string, string][] => {
      const id = text(each['id']);
      const label = text(each['name']) || addressesOf(each);
      return id.length > 20 ? [[id, `<${kind} ${label}>`]] : [];
    }),
  );
}

function addressesOf(each: Item): string {
  const addresses = JSON.stringify(each).match(/"(fixed_|floating_)?ip_address":"[^"]+"/g) ?? [];
  return addresses.map((word) => word.split('"')[3]).join(' ');
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}/g;

function withNames(each: Item, names: ReadonlyMap<string, string>): unknown {
  return JSON.parse(
    JSON.stringify(each)
      .replace(/pumphouse:migration=[\w-]+/g, 'pumphouse:migration')
      .replace(ID, (id) => names.get(id) ?? '<id>'),
  );
}

/** Keys and lists in one order, without what is volatile. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map(canonical);
    return items.toSorted((one, other) => order(JSON.stringify(one), JSON.stringify(other)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !VOLATILE.has(key) && inner !== undefined)
      .toSorted(([one], [other]) => order(one, other))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
