import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { floatingId, poolId, portId, serverOfPort } from './ids.ts';
import { listServers, readFloatingIps, readServer } from './read.ts';
import type { TakenAddress } from './read.ts';
import { asked, BARE } from './shape.ts';
import type { Shaped } from './shape.ts';
import type { ServerWire } from './wire.ts';

/** Servers that are asked for one by one; of more, all are listed. */
const FEW = 20;

export async function floatingIps(cloud: Cloud, query: Query): Promise<Shaped[]> {
  const servers = asked(query, 'port_id')?.map(serverOfPort);
  if (servers !== undefined && !(await anyFloats(cloud, servers))) return [];
  const all = await readFloatingIps(cloud);
  const ids = asked(query, 'id');
  const wanted = all.filter(
    (each) =>
      ids?.includes(floatingId(each.project_id, each.address)) ??
      servers?.includes(each.instance_uuid ?? '') ??
      true,
  );
  const behind = await serversBehind(cloud, wanted);
  return wanted.map((each) => ({
    ...BARE,
    id: floatingId(each.project_id, each.address),
    project_id: each.project_id,
    floating_ip_address: each.address,
    floating_network_id: poolId(each.pool),
    fixed_ip_address: each.fixed_ip ?? null,
    port_id: portBehind(each, behind.get(each.instance_uuid ?? '')),
  }));
}

/** Most servers have none, and tell so cheaply. */
async function anyFloats(cloud: Cloud, servers: readonly string[]): Promise<boolean> {
  const found = await Promise.all(servers.map((id) => readServer(cloud, id)));
  return found.some((server) =>
    Object.values(server?.addresses ?? {})
      .flat()
      .some((each) => each['OS-EXT-IPS:type'] === 'floating'),
  );
}

async function serversBehind(
  cloud: Cloud,
  taken: readonly TakenAddress[],
): Promise<ReadonlyMap<string, ServerWire>> {
  const ids = [...new Set(taken.flatMap((each) => each.instance_uuid ?? []))];
  const found =
    ids.length > FEW
      ? await collect(listServers(cloud))
      : await Promise.all(ids.map((id) => readServer(cloud, id)));
  return new Map(found.flatMap((server) => (server ? [[server.id, server]] : [])));
}

/** The interface that has the fixed address. */
function portBehind({ fixed_ip: fixed }: TakenAddress, server: ServerWire | undefined) {
  const address = Object.values(server?.addresses ?? {})
    .flat()
    .find((each) => each.addr === fixed && each['OS-EXT-IPS:type'] !== 'floating');
  const mac = address?.['OS-EXT-IPS-MAC:mac_addr'];
  return server && mac ? portId(server.id, mac) : null;
}
