import { prepare } from '../wire/step.ts';
import type { Step } from '../wire/step.ts';

const member = { as: 'member' } as const;

/** What every sequence begins with, so that most calls have something to be about. */
export const WORLD: readonly Step[] = [
  prepare('compute POST /flavors', {
    body: { flavor: { name: '{run}-base', id: '{run}-f1', ram: 64, vcpus: 1, disk: 1 } },
    keep: { flavor1: 'flavor.id' },
    undo: '/flavors/{run}-f1',
  }),
  prepare('image POST /images', {
    ...member,
    body: { name: '{run}-base', disk_format: 'raw', container_format: 'bare' },
    keep: { baseImage: 'id' },
    undo: '/images/{baseImage}',
  }),
  prepare('image PUT /images/{baseImage}/file', { ...member, bytes: 'some bytes' }),
  prepare('identity POST /projects', {
    body: { project: { name: '{run}-world' } },
    keep: { project1: 'project.id' },
    undo: '/projects/{project1}',
  }),
  prepare('identity POST /users', {
    body: { user: { name: '{run}-world' } },
    keep: { user1: 'user.id' },
    undo: '/users/{user1}',
  }),
  prepare('network POST /networks', {
    body: { network: { name: '{run}-ext', 'router:external': true } },
    keep: { external: 'network.id' },
    undo: '/networks/{external}',
  }),
  prepare('network POST /subnets', {
    body: {
      subnet: {
        network_id: '{external}',
        ip_version: 4,
        cidr: '198.51.100.0/24',
        enable_dhcp: false,
      },
    },
  }),
  prepare('network POST /networks', {
    ...member,
    body: { network: { name: '{run}-net' } },
    keep: { network1: 'network.id' },
    undo: '/networks/{network1}',
  }),
  prepare('network POST /subnets', {
    ...member,
    body: {
      subnet: {
        network_id: '{network1}',
        ip_version: 4,
        cidr: '10.77.0.0/24',
        enable_dhcp: false,
        allocation_pools: [{ start: '10.77.0.100', end: '10.77.0.200' }],
      },
    },
    keep: { subnet1: 'subnet.id' },
  }),
  prepare('network POST /security-groups', {
    ...member,
    body: { security_group: { name: '{run}-group' } },
    keep: { group1: 'security_group.id' },
    undo: '/security-groups/{group1}',
  }),
  ...['1', '2', '3'].map((digit) =>
    prepare('network POST /ports', {
      ...member,
      body: {
        port: {
          network_id: '{network1}',
          name: `{run}-port${digit}`,
          fixed_ips: [{ ip_address: `10.77.0.2${digit}` }],
        },
      },
      keep: { [`port${digit}`]: 'port.id' },
      undo: `/ports/{port${digit}}`,
    }),
  ),
  prepare('network POST /routers', {
    ...member,
    body: { router: { name: '{run}-router' } },
    keep: { router1: 'router.id' },
    undo: '/routers/{router1}',
  }),
  prepare('volume POST /volumes', {
    ...member,
    body: { volume: { name: '{run}-volume', size: 1 } },
    keep: { volume1: 'volume.id' },
    undo: '/volumes/{volume1}',
  }),
  prepare('compute POST /servers', {
    ...member,
    body: {
      server: {
        name: '{run}-server',
        flavorRef: '{run}-f1',
        imageRef: '{baseImage}',
        availability_zone: 'nova',
        networks: [{ port: '{port1}' }],
        metadata: { m: 'x' },
      },
    },
    keep: { server1: 'server.id' },
    undo: '/servers/{server1}',
  }),
  prepare('compute GET /servers/{server1}', {
    ...member,
    until: { at: 'server.status', is: ['ACTIVE', 'ERROR'] },
  }),
  prepare('volume GET /volumes/{volume1}', {
    ...member,
    until: { at: 'volume.status', is: ['available', 'error'] },
  }),
];

/** The same as the model knows it. */
export const WORLD_KNOWN: Readonly<Record<string, readonly string[]>> = {
  flavor: ['flavor1'],
  project: ['project1'],
  user: ['user1'],
  network: ['network1', 'external'],
  subnet: ['subnet1'],
  'security-group': ['group1'],
  port: ['port1', 'port2', 'port3'],
  router: ['router1'],
  volume: ['volume1'],
  server: ['server1'],
  image: ['baseImage'],
};
