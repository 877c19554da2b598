import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { openCloud } from '../../src/openstack/open-cloud.ts';
import { createKeypair, deleteKeypair } from '../../src/resources/keypair/api.ts';
import { server } from '../../src/resources/server/index.ts';
import { deleteServer } from '../../src/resources/server/retire.ts';
import type { ServerResource } from '../../src/resources/server/schema.ts';
import { waitForStatus } from '../../src/resources/server/wait.ts';
import { makeImage } from './image-lab.ts';
import type { Lab } from './lab.ts';
import { makeNeutron } from './neutron-lab.ts';
import type { KindCase } from './resource-kind.suite.ts';

const ROADRUNNER =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAoqxUAm55xPB9djxZuommPoiUo7RowG3VP+zMTxdI6K road@runner';

/** A user's own server in a project of its own, with two interfaces and everything else a server can have. Answers its id. */
export async function makeSourceServer(lab: Lab): Promise<string> {
  const { source } = lab;
  const project = await lab.makeProject(source);
  const { cloud: owner, userId } = await makeOwner(lab, project);
  const image = await makeImage(lab, source, { name: lab.run, owner: project });
  const flavor = await lab.make(source, 'compute', {
    path: '/flavors',
    body: {
      flavor: {
        name: lab.run,
        ram: 64,
        vcpus: 1,
        disk: 1,
        'os-flavor-access:is_public': false,
      },
    },
  });
  await source.call('compute', {
    method: 'POST',
    path: `/flavors/${flavor}/action`,
    body: { addTenantAccess: { tenant: project } },
  });
  const front = await makePort(lab, project, '10.10.0.0/24');
  const back = await makePort(lab, project, '10.20.0.0/24');
  const group = await makeGroup(lab, owner);
  const key = await createKeypair(source, userId, {
    name: lab.run,
    type: 'ssh',
    public_key: ROADRUNNER,
  });
  lab.atEnd(() => deleteKeypair(source, key));
  return makeServer(lab, owner, {
    server: {
      name: lab.run,
      description: 'Rocket skates',
      hostname: 'skates-1',
      imageRef: image,
      flavorRef: flavor,
      key_name: lab.run,
      // The order of the interfaces, not that of the ports' ids.
      networks: [
        { port: front > back ? front : back },
        { port: front > back ? back : front, tag: 'inside' },
      ],
      metadata: { role: 'web' },
      tags: ['gold'],
      config_drive: true,
      user_data: Buffer.from('#cloud-config\npassword: anvil\n').toString('base64'),
    },
    'os:scheduler_hints': { group },
  });
}

/** Boots a server and waits until it runs; it is gone at the end, before what it needs. */
export async function makeServer(lab: Lab, cloud: Cloud, body: object): Promise<string> {
  const id = await lab.make(cloud, 'compute', {
    path: '/servers',
    body: { ...body },
    microversion: '2.90',
  });
  lab.atEnd(() => deleteServer(cloud, id));
  await waitForStatus(cloud, id, ['ACTIVE']);
  return id;
}

/** A user who may work in the project, logged in. */
async function makeOwner(lab: Lab, project: string): Promise<LoggedIn> {
  return makeUser(lab, { cloud: lab.source, project, role: 'member' });
}

/** Another administrator of the destination, logged in to a project of its own. */
export async function makeOperator(lab: Lab): Promise<LoggedIn & { readonly project: string }> {
  const { destination: cloud } = lab;
  const project = await lab.makeProject(cloud, { name: `${lab.run}-operator` });
  return { project, ...(await makeUser(lab, { cloud, project, role: 'admin' })) };
}

interface LoggedIn {
  readonly cloud: Cloud;
  readonly userId: string;
}

async function makeUser(
  lab: Lab,
  of: { readonly cloud: Cloud; readonly project: string; readonly role: string },
): Promise<LoggedIn> {
  const name = of.role === 'member' ? lab.run : `${lab.run}-${of.role}`;
  const password = randomUUID();
  const userId = await lab.make(of.cloud, 'identity', {
    path: '/users',
    body: { user: { name, domain_id: 'default', password } },
  });
  const role = await roleOf(of.cloud, of.role);
  await of.cloud.call('identity', {
    method: 'PUT',
    path: `/projects/${of.project}/users/${userId}/roles/${role}`,
  });
  const identity = await of.cloud.versions('identity');
  const cloud = await openCloud('envvars', {
    environment: {
      OS_AUTH_URL: identity?.endpoint,
      OS_USERNAME: name,
      OS_PASSWORD: password,
      OS_USER_DOMAIN_ID: 'default',
      OS_PROJECT_ID: of.project,
      OS_REGION_NAME: of.cloud.region,
    },
  });
  lab.atEnd(() => Promise.resolve(cloud.close()));
  return { cloud, userId };
}

async function roleOf(cloud: Cloud, name: string): Promise<string> {
  const schema = z.looseObject({ id: z.string() });
  const query = { name };
  const roles = cloud.list('identity', { path: '/roles', key: 'roles', schema, query });
  for await (const { id } of roles) return id;
  throw new Error(`The lab has no role ${name}`);
}

async function makePort(lab: Lab, project: string, cidr: string): Promise<string> {
  const network = await makeNeutron(lab, lab.source, 'network', {
    name: `${lab.run}-${cidr}`,
    project_id: project,
  });
  await makeNeutron(lab, lab.source, 'subnet', {
    network_id: network,
    project_id: project,
    cidr,
    ip_version: 4,
    enable_dhcp: false,
  });
  return makeNeutron(lab, lab.source, 'port', { network_id: network, project_id: project });
}

function makeGroup(lab: Lab, owner: Cloud): Promise<string> {
  return lab.make(owner, 'compute', {
    path: '/os-server-groups',
    body: { server_group: { name: lab.run, policy: 'anti-affinity' } },
    microversion: '2.64',
  });
}

/** What the contract suite does with a server, whatever it was made of. */
export const serverCase: Omit<KindCase<ServerResource>, 'pick'> = {
  kind: server,
  async change(destination, { id }) {
    await destination.call('compute', {
      method: 'PUT',
      path: `/servers/${id}`,
      body: { server: { description: 'Anvil' } },
      microversion: '2.19',
    });
    return ['description'];
  },
  foreign: {
    fate: 'ignored',
    make: (lab, { name, flavorId, imageId }, translate) =>
      makeServer(lab, lab.destination, {
        server: {
          name,
          flavorRef: translate('flavor', flavorId ?? ''),
          imageRef: translate('image', imageId ?? ''),
          networks: 'none',
        },
      }),
  },
};
