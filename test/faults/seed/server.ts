import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { makeFlavor } from './flavor.ts';
import { make, makeNeutron } from './make.ts';
import type { Doors } from './make.ts';
import { forward, makeTrunk } from './network.ts';
import { SECRETS } from './shapes.ts';
import type { ServerShape } from './shapes.ts';

/** What all servers have in common: ids. */
export interface Ground {
  readonly project: string;
  readonly external: string;
  readonly flavor: string;
  readonly image: string;
  readonly group: string;
  readonly network: string;
  readonly subnet: string;
  readonly securityGroup: string;
  /** Of the subports. */
  readonly vlans?: string;
  /** The floating IP that several share. */
  readonly sharedIp?: string;
}

export async function makeServer(
  { cloud, member }: Doors,
  ground: Ground,
  shape: ServerShape,
  index: number,
): Promise<void> {
  const { name, status, locked } = shape;
  const [own, second, other] = [20, 120, 70].map((first) => `10.1.0.${first + index}`);
  const makePort = (title: string, addresses: readonly (string | undefined)[]): Promise<string> =>
    makeNeutron(member, 'port', {
      name: `${name}-${title}`,
      network_id: ground.network,
      fixed_ips: addresses.map((ip_address) => ({ subnet_id: ground.subnet, ip_address })),
      security_groups: [ground.securityGroup],
    });
  const port = await makePort('port', [own, second]);
  // A port with a floating IP of its own may have none that forwards to it.
  const side = shape.forwarding === true ? await makePort('side', [other]) : undefined;
  if (shape.trunk === true && ground.vlans !== undefined) {
    // Before it boots: no driver makes a bound port a parent.
    await makeTrunk(member, { name, parent: port, network: ground.vlans, tag: 100 + index });
  }
  const flavor =
    shape.oldFlavor === true
      ? await makeFlavor(cloud, `${name}-old`, ground.project)
      : ground.flavor;
  const server = await boot(
    member,
    { ...ground, flavor },
    name,
    side === undefined ? [port] : [port, side],
  );
  if (shape.oldFlavor === true) {
    await cloud.call('compute', { method: 'DELETE', path: `/flavors/${flavor}` });
  }
  if (shape.floatingIp) {
    await makeNeutron(cloud, 'floatingip', {
      floating_network_id: ground.external,
      floating_ip_address: `203.0.113.${150 + index}`,
      port_id: port,
      fixed_ip_address: own,
      project_id: ground.project,
    });
  }
  if (side !== undefined && ground.sharedIp !== undefined) {
    const { sharedIp: floatingIp } = ground;
    await forward(cloud, { floatingIp, port: side, address: other, outside: 2200 + index });
  }
  const action = { SHUTOFF: 'os-stop', PAUSED: 'pause', SUSPENDED: 'suspend' } as const;
  if (status !== 'ACTIVE') {
    await act(member, server, { [action[status]]: null });
    await until(member, server, status);
  }
  if (locked) await act(member, server, { lock: null });
}

async function boot(
  member: Cloud,
  ground: Ground,
  name: string,
  ports: readonly string[],
): Promise<string> {
  const server = await make(
    member,
    'compute',
    '/servers',
    {
      server: {
        name,
        flavorRef: ground.flavor,
        imageRef: ground.image,
        networks: ports.map((port) => ({ port })),
        key_name: 'alice',
        user_data: Buffer.from(SECRETS[0]).toString('base64'),
        metadata: { role: name },
        tags: ['blue'],
        description: `The ${name}`,
      },
      'os:scheduler_hints': { group: ground.group },
    },
    '2.67',
  );
  await until(member, server, 'ACTIVE');
  return server;
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
