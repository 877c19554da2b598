import { UnsupportedError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { collect } from '../collect.ts';
import { atMost } from '../microversion.ts';
import { silencedBy } from './silenced.ts';
import { floatingWire, groupWire, networkWire, poolWire, serverWire } from './wire.ts';
import type { FloatingWire, GroupWire, NetworkWire, ServerWire } from './wire.ts';

const microversion = '2.1';
/** Shows a server's tags. */
const TAGS = 26;

/** A network of nova-network always has a range. */
export interface FixedNetwork extends NetworkWire {
  readonly cidr: string;
}

/** https://docs.openstack.org/api-ref/compute/#networks-os-networks-deprecated. @throws UnsupportedError where there is a Neutron after all */
export async function readNetworks(cloud: Cloud): Promise<FixedNetwork[]> {
  const schema = networkWire;
  const found = await collect(
    cloud.list('compute', { path: '/os-networks', key: 'networks', schema, microversion }),
  );
  return found.map((network) => {
    const { cidr } = network;
    if (cidr !== null && cidr !== undefined) return { ...network, cidr };
    throw new UnsupportedError(
      `cloud ${cloud.name}: the service catalog has no network service, and yet its Nova has network ${network.label} from a Neutron: ` +
        'correct region_name or interface in clouds.yaml, or set network_endpoint_override.',
    );
  });
}

/** https://docs.openstack.org/api-ref/compute/#floating-ip-pools-os-floating-ip-pools-deprecated */
export async function readPools(cloud: Cloud): Promise<string[]> {
  const key = 'floating_ip_pools';
  const found = await collect(
    cloud.list('compute', { path: '/os-floating-ip-pools', key, schema: poolWire, microversion }),
  );
  return found.map(({ name }) => name).toSorted();
}

/** A floating IP that a project has taken. */
export interface TakenAddress extends FloatingWire {
  readonly project_id: string;
}

/** https://docs.openstack.org/api-ref/compute/#floating-ips-bulk-os-floating-ips-bulk-deprecated */
export async function readFloatingIps(cloud: Cloud): Promise<TakenAddress[]> {
  const answer = cloud.request('compute', {
    path: '/os-floating-ips-bulk',
    schema: z.object({ floating_ip_info: z.array(floatingWire) }),
    microversion,
  });
  try {
    const { floating_ip_info: all } = await answer;
    return all.flatMap((each) => {
      const { project_id } = each;
      return project_id ? [{ ...each, project_id }] : [];
    });
  } catch (error) {
    if (!hasStatus(error, 404, 410)) throw error;
    // Rocky and Stein tell each project its own alone: what servers show is what is in use.
    return fromServers(cloud);
  }
}

async function fromServers(cloud: Cloud): Promise<TakenAddress[]> {
  const [pool, second] = await readPools(cloud);
  const servers = await collect(listServers(cloud));
  const taken = servers.flatMap(({ id, tenant_id, addresses, tags }) => {
    const silent = silencedBy(tags).map(({ address }) => ({
      address,
      project: tenant_id,
      server: undefined,
      fixedIp: undefined,
    }));
    const all = Object.values(addresses).flat();
    const floating = all.filter((each) => each['OS-EXT-IPS:type'] === 'floating');
    const speaking = floating.map((each) => {
      const behind = all.find(
        (one) =>
          one['OS-EXT-IPS:type'] !== 'floating' &&
          one['OS-EXT-IPS-MAC:mac_addr'] === each['OS-EXT-IPS-MAC:mac_addr'] &&
          !one.addr.includes(':'),
      );
      return { address: each.addr, project: tenant_id, server: id, fixedIp: behind?.addr };
    });
    const isSpeaking = (address: string): boolean =>
      speaking.some((each) => each.address === address);
    return [...speaking, ...silent.filter(({ address }) => !isSpeaking(address))];
  });
  if (taken.length > 0 && (pool === undefined || second !== undefined)) {
    throw new UnsupportedError(
      `cloud ${cloud.name}: of several floating IP pools its Nova no longer says which one an address is of (os-floating-ips-bulk is gone): ` +
        'delete the pools that are not used, or release the floating IPs.',
    );
  }
  return taken.map(({ address, project, server, fixedIp }) => ({
    address,
    pool: pool ?? '',
    project_id: project,
    instance_uuid: server ?? null,
    fixed_ip: fixedIp ?? null,
  }));
}

/** https://docs.openstack.org/api-ref/compute/#security-groups-os-security-groups-deprecated */
export async function readGroups(cloud: Cloud): Promise<GroupWire[]> {
  return collect(
    cloud.list('compute', {
      path: '/os-security-groups',
      key: 'security_groups',
      query: { all_tenants: 1 },
      schema: groupWire,
      microversion,
    }),
  );
}

export async function readServer(cloud: Cloud, id: string): Promise<ServerWire | undefined> {
  const path = `/servers/${encodeURIComponent(id)}`;
  const schema = z.object({ server: serverWire });
  const answer = await unlessAbsent(
    cloud.request('compute', { path, schema, microversion: await atMost(cloud, TAGS) }),
  );
  return answer?.server;
}

/** Of all projects; those that bear a tag. */
export async function* listServers(cloud: Cloud, tag?: string): AsyncIterable<ServerWire> {
  yield* cloud.list('compute', {
    path: '/servers/detail',
    key: 'servers',
    query: { all_tenants: true, tags: tag },
    schema: serverWire,
    microversion: await atMost(cloud, TAGS),
  });
}
