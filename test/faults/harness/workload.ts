import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Cloud, Service } from '../../../src/openstack/cloud.ts';
import { openCloud } from '../../../src/openstack/open-cloud.ts';

/** Must be found in no history. */
export const SECRETS = ['user-data-s3cret', 'alice-s3cret'] as const;

export interface ServerShape {
  readonly name: string;
  readonly status: 'ACTIVE' | 'SHUTOFF' | 'PAUSED' | 'SUSPENDED';
  readonly locked: boolean;
  readonly floatingIp: boolean;
}

export const WEB: ServerShape = { name: 'web', status: 'ACTIVE', locked: false, floatingIp: true };

const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0pJBrm2VTcxLQF7wLxaXBOqYzZfpyIm5kVbDNvVxLJ alice';

async function make(
  cloud: Cloud,
  service: Service,
  path: string,
  body: Readonly<Record<string, unknown>>,
  microversion?: string,
): Promise<string> {
  const answer = await cloud.request(service, {
    method: 'POST',
    path,
    body,
    ...(microversion === undefined ? {} : { microversion }),
    schema: z.looseObject({}),
  });
  const inner = 'id' in answer ? answer : Object.values(answer)[0];
  const { id, name } = z
    .looseObject({ id: z.string().optional(), name: z.string().optional() })
    .parse(inner);
  return id ?? name ?? '';
}

/** The external network that both clouds have. */
async function makePublic(cloud: Cloud): Promise<string> {
  const network = await make(cloud, 'network', '/networks', {
    network: { name: 'public', 'router:external': true },
  });
  await make(cloud, 'network', '/subnets', {
    subnet: {
      name: 'public',
      network_id: network,
      ip_version: 4,
      cidr: '203.0.113.0/24',
      enable_dhcp: false,
      allocation_pools: [{ start: '203.0.113.100', end: '203.0.113.200' }],
    },
  });
  return network;
}

/** A destination with what its operators have prepared, and with what belongs to others. */
export async function prepareDestination(cloud: Cloud): Promise<void> {
  await makePublic(cloud);
  const project = await make(cloud, 'identity', '/projects', {
    project: { name: 'others', domain_id: 'default' },
  });
  const network = await make(cloud, 'network', '/networks', {
    network: { name: 'backend', project_id: project },
  });
  await make(cloud, 'network', '/subnets', {
    subnet: { name: 'backend', network_id: network, ip_version: 4, cidr: '10.1.0.0/24' },
  });
  await make(cloud, 'compute', '/flavors', {
    flavor: { name: 'theirs', vcpus: 1, ram: 512, disk: 1 },
  });
}

/** A group with a member, and a role of the source's own, which it has in the project. */
async function seedGroup(
  cloud: Cloud,
  { project, user, member }: Readonly<Record<'project' | 'user' | 'member', string>>,
): Promise<void> {
  const put = (path: string) => cloud.call('identity', { method: 'PUT', path });
  const role = await make(cloud, 'identity', '/roles', {
    role: { name: 'launcher', description: 'Starts rockets' },
  });
  await put(`/roles/${role}/implies/${member}`);
  const group = await make(cloud, 'identity', '/groups', {
    group: { name: 'crew', domain_id: 'default', description: 'Of the launch pad' },
  });
  await put(`/groups/${group}/users/${user}`);
  await put(`/projects/${project}/groups/${group}/roles/${role}`);
}

async function roleNamed(cloud: Cloud, name: string): Promise<string> {
  const { roles } = await cloud.request('identity', {
    path: `/roles?name=${name}`,
    schema: z.object({ roles: z.array(z.looseObject({ id: z.string() })) }),
  });
  return roles[0]?.id ?? '';
}

/** A project with servers and everything that they need, one of each kind. */
export async function seedSource(
  cloud: Cloud,
  asAlice: () => Promise<Cloud>,
  servers: readonly ServerShape[],
): Promise<void> {
  const external = await makePublic(cloud);
  const project = await make(cloud, 'identity', '/projects', {
    project: { name: 'acme', domain_id: 'default', description: 'The company', tags: ['gold'] },
  });
  const user = await make(cloud, 'identity', '/users', {
    user: { name: 'alice', domain_id: 'default', password: SECRETS[1], email: 'a@acme.example' },
  });
  const member = await roleNamed(cloud, 'member');
  const path = `/projects/${project}/users/${user}/roles/${member}`;
  await cloud.call('identity', { method: 'PUT', path });
  await seedGroup(cloud, { project, user, member });
  const alice = await asAlice();
  const flavor = await make(cloud, 'compute', '/flavors', {
    flavor: { name: 'web', vcpus: 1, ram: 512, disk: 2, 'os-flavor-access:is_public': false },
  });
  await cloud.call('compute', {
    method: 'POST',
    path: `/flavors/${flavor}/os-extra_specs`,
    body: { extra_specs: { 'acme:tier': 'gold' } },
  });
  await cloud.call('compute', {
    method: 'POST',
    path: `/flavors/${flavor}/action`,
    body: { addTenantAccess: { tenant: project } },
  });
  const image = await makeImage(cloud, project);
  await make(
    alice,
    'compute',
    '/os-keypairs',
    { keypair: { name: 'alice', public_key: PUBLIC_KEY, type: 'ssh' } },
    '2.2',
  );
  const group = await make(
    alice,
    'compute',
    '/os-server-groups',
    { server_group: { name: 'web', policy: 'soft-anti-affinity' } },
    '2.64',
  );
  const { network, subnet } = await makeNetwork({ cloud, alice }, external, project);
  const securityGroup = await makeSecurityGroup(alice);
  const all = { external, flavor, image, group, network, subnet, securityGroup };
  for (const [index, shape] of servers.entries()) {
    await makeServer({ cloud, alice }, all, shape, index);
  }
}

/** Of another project, which shares it with this one; that has accepted it. */
async function makeImage(cloud: Cloud, project: string): Promise<string> {
  const owner = await make(cloud, 'identity', '/projects', {
    project: { name: 'shop', domain_id: 'default' },
  });
  const image = await make(cloud, 'image', '/images', {
    name: 'base',
    owner,
    disk_format: 'raw',
    container_format: 'bare',
    min_disk: 1,
    visibility: 'shared',
    os_distro: 'debian',
  });
  await cloud.upload('image', {
    path: `/images/${image}/file`,
    body: Readable.from([Buffer.alloc(100_000, 'pumphouse')]),
  });
  const path = `/images/${image}/members`;
  await cloud.call('image', { method: 'POST', path, body: { member: project } });
  await cloud.call('image', {
    method: 'PUT',
    path: `${path}/${project}`,
    body: { status: 'accepted' },
  });
  return image;
}

async function makeNetwork({ cloud, alice }: Doors, external: string, project: string) {
  const network = await make(alice, 'network', '/networks', {
    network: { name: 'backend', description: 'the inside' },
  });
  const subnet = await make(alice, 'network', '/subnets', {
    subnet: {
      name: 'backend',
      network_id: network,
      ip_version: 4,
      cidr: '10.1.0.0/24',
      dns_nameservers: ['10.1.0.2'],
    },
  });
  const gateway = {
    network_id: external,
    external_fixed_ips: [{ ip_address: '203.0.113.110' }],
  };
  const router = await make(cloud, 'network', '/routers', {
    router: { name: 'edge', project_id: project, external_gateway_info: gateway },
  });
  await alice.call('network', {
    method: 'PUT',
    path: `/routers/${router}/add_router_interface`,
    body: { subnet_id: subnet },
  });
  return { network, subnet };
}

async function makeSecurityGroup(alice: Cloud): Promise<string> {
  const id = await make(alice, 'network', '/security-groups', {
    security_group: { name: 'web', description: 'HTTP from all' },
  });
  const rule = { security_group_id: id, direction: 'ingress', ethertype: 'IPv4', protocol: 'tcp' };
  for (const more of [
    { port_range_min: 80, port_range_max: 80, remote_ip_prefix: '0.0.0.0/0' },
    { remote_group_id: id },
  ]) {
    await make(alice, 'network', '/security-group-rules', {
      security_group_rule: { ...rule, ...more },
    });
  }
  return id;
}

interface Doors {
  /** As the administrator. */
  readonly cloud: Cloud;
  readonly alice: Cloud;
}

interface Made {
  readonly external: string;
  readonly flavor: string;
  readonly image: string;
  readonly group: string;
  readonly network: string;
  readonly subnet: string;
  readonly securityGroup: string;
}

async function makeServer(
  { cloud, alice }: Doors,
  made: Made,
  { name, status, locked, floatingIp }: ServerShape,
  index: number,
): Promise<void> {
  const port = await make(alice, 'network', '/ports', {
    port: {
      name: `${name}-port`,
      network_id: made.network,
      fixed_ips: [
        { subnet_id: made.subnet, ip_address: `10.1.0.${20 + index}` },
        { subnet_id: made.subnet, ip_address: `10.1.0.${120 + index}` },
      ],
      security_groups: [made.securityGroup],
    },
  });
  const server = await make(
    alice,
    'compute',
    '/servers',
    {
      server: {
        name,
        flavorRef: made.flavor,
        imageRef: made.image,
        networks: [{ port }],
        key_name: 'alice',
        user_data: Buffer.from(SECRETS[0]).toString('base64'),
        metadata: { role: name },
        tags: ['blue'],
        description: `The ${name}`,
      },
      'os:scheduler_hints': { group: made.group },
    },
    '2.67',
  );
  await until(alice, server, 'ACTIVE');
  if (floatingIp) {
    await make(cloud, 'network', '/floatingips', {
      floatingip: {
        floating_network_id: made.external,
        floating_ip_address: `203.0.113.${150 + index}`,
        port_id: port,
        fixed_ip_address: `10.1.0.${20 + index}`,
        project_id: (await alice.identity()).projectId,
      },
    });
  }
  const action = { SHUTOFF: 'os-stop', PAUSED: 'pause', SUSPENDED: 'suspend' } as const;
  if (status !== 'ACTIVE') {
    await act(alice, server, { [action[status]]: null });
    await until(alice, server, status);
  }
  if (locked) await act(alice, server, { lock: null });
}

async function act(cloud: Cloud, server: string, body: object): Promise<void> {
  await cloud.call('compute', { method: 'POST', path: `/servers/${server}/action`, body });
}

async function until(cloud: Cloud, server: string, status: string): Promise<void> {
  for (;;) {
    const answer = await cloud.request('compute', {
      path: `/servers/${server}`,
      schema: z.object({ server: z.looseObject({ status: z.string() }) }),
    });
    if (answer.server.status === status) return;
    if (answer.server.status === 'ERROR') throw new Error('The workload could not be made');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function openAs(
  name: string,
  environment: Readonly<Record<string, string>>,
): Promise<Cloud> {
  return openCloud(name, { environment });
}
