import type { Cloud } from '../../../src/openstack/cloud.ts';
import { makePublic } from './destination.ts';
import { makeFlavor } from './flavor.ts';
import { makeImage } from './image.ts';
import { make, makeNeutron, put } from './make.ts';
import type { Doors } from './make.ts';
import { makeNetwork, makePolicy, makePool, makeSecurityGroup } from './network.ts';
import { makeGroup, roleNamed, setQuotas } from './people.ts';
import { makeServer } from './server.ts';
import type { Ground } from './server.ts';
import { PUBLIC_KEY, SECRETS } from './shapes.ts';
import type { ServerShape } from './shapes.ts';

/**
 * A project with servers and everything that they need, one of each kind. `logIn`: as its user. `novaNetwork`: without what only a
 * Neutron knows.
 */
export async function seedCompany(
  cloud: Cloud,
  logIn: (user: string, project: string) => Promise<Cloud>,
  servers: readonly ServerShape[],
  { novaNetwork = false }: { readonly novaNetwork?: boolean } = {},
): Promise<void> {
  const project = await make(cloud, 'identity', '/projects', {
    project: { name: 'acme', domain_id: 'default', description: 'The company', tags: ['gold'] },
  });
  const user = await make(cloud, 'identity', '/users', {
    user: { name: 'alice', domain_id: 'default', password: SECRETS[1], email: 'a@acme.example' },
  });
  const member = await roleNamed(cloud, 'member');
  await put(cloud, 'identity', `/projects/${project}/users/${user}/roles/${member}`);
  await makeGroup(cloud, { project, user, member });
  if (!novaNetwork) await setQuotas(cloud, project, user);
  const doors = { cloud, member: await logIn('alice', 'acme') };
  const ground = await makeGround(doors, project, novaNetwork);
  for (const [index, shape] of servers.entries()) await makeServer(doors, ground, shape, index);
}

async function makeGround(
  { cloud, member }: Doors,
  project: string,
  novaNetwork: boolean,
): Promise<Ground> {
  const external = await makePublic(cloud);
  const shop = await make(cloud, 'identity', '/projects', {
    project: { name: 'shop', domain_id: 'default' },
  });
  const more = novaNetwork ? {} : await makeMore(cloud, project, shop);
  await makeKeypair(member, 'alice');
  const inside = { name: 'backend', cidr: '10.1.0.0/24', gateway: '203.0.113.110' };
  return {
    project,
    external,
    flavor: await makeFlavor(cloud, 'web', project),
    image: await makeImage(cloud, { name: 'base', owner: shop, user: project }),
    group: await makeServerGroup(member, 'web'),
    ...(await makeNetwork({ cloud, member }, { ...inside, project, external, ...more })),
    securityGroup: await makeSecurityGroup(member, { addressGroup: !novaNetwork }),
    ...(novaNetwork ? {} : await makeSharedParts({ cloud, member }, external, project)),
  };
}

async function makeMore(cloud: Cloud, project: string, shop: string) {
  return {
    pool: await makePool(cloud, { owner: shop, user: project, prefix: '10.1.0.0/16' }),
    policy: await makePolicy(cloud, 'slow', project),
  };
}

async function makeSharedParts({ cloud, member }: Doors, external: string, project_id: string) {
  return {
    vlans: await makeNeutron(member, 'network', { name: 'vlans' }),
    sharedIp: await makeNeutron(cloud, 'floatingip', {
      floating_network_id: external,
      floating_ip_address: '203.0.113.140',
      project_id,
      description: 'one address, many servers',
    }),
  };
}

export async function makeKeypair(member: Cloud, name: string): Promise<void> {
  const keypair = { name, public_key: PUBLIC_KEY, type: 'ssh' };
  await make(member, 'compute', '/os-keypairs', { keypair }, '2.2');
}

export function makeServerGroup(member: Cloud, name: string): Promise<string> {
  const server_group = { name, policy: 'soft-anti-affinity' };
  return make(member, 'compute', '/os-server-groups', { server_group }, '2.64');
}
