import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { recordOf, recordTags } from '../floating-ip/record.ts';
import { floatingId, poolId, portId, serverOfPort } from './ids.ts';
import { listServers, readFloatingIps, readServer } from './read.ts';
import type { TakenAddress } from './read.ts';
import { asked, BARE } from './shape.ts';
import type { Shaped } from './shape.ts';
import { floatingTag, silencedBy } from './silenced.ts';
import type { ServerWire } from './wire.ts';

/** Floating IPs whose servers are looked for one by one; for more, all servers are listed. */
const FEW = 20;

export async function floatingIps(cloud: Cloud, query: Query): Promise<Shaped[]> {
  const ofServers = await addressesAskedFor(cloud, query);
  if (ofServers?.length === 0) return [];
  const ids = asked(query, 'id');
  const wanted = (await readFloatingIps(cloud)).filter(
    (each) =>
      (ids?.includes(floatingId(each.project_id, each.address)) ?? true) &&
      (ofServers?.includes(each.address) ?? true),
  );
  const serverOf = await serversOf(cloud, wanted);
  return Promise.all(
    wanted.map(async (each) => {
      const server = await serverOf(each);
      return {
        ...BARE,
        id: floatingId(each.project_id, each.address),
        project_id: each.project_id,
        floating_ip_address: each.address,
        floating_network_id: poolId(each.pool),
        fixed_ip_address: each.fixed_ip ?? null,
        port_id: each.instance_uuid ? (portOf(server, each.fixed_ip) ?? null) : null,
        tags: tagsOf(each, server),
      };
    }),
  );
}

/** Those that the servers of the ports asked for have, or had: most have none, and tell so cheaply. Undefined: all are asked for. */
async function addressesAskedFor(cloud: Cloud, query: Query): Promise<string[] | undefined> {
  const ports =
    asked(query, 'port_id') ??
    asked(query, 'tags')?.flatMap((tag) => recordOf([tag])?.portId ?? []);
  if (ports === undefined) return undefined;
  const servers = await Promise.all(ports.map((id) => readServer(cloud, serverOfPort(id))));
  return servers.flatMap((server) => [
    ...Object.values(server?.addresses ?? {})
      .flat()
      .flatMap((each) => (each['OS-EXT-IPS:type'] === 'floating' ? [each.addr] : [])),
    ...silencedBy(server?.tags ?? []).map(({ address }) => address),
  ]);
}

type ServerOf = (taken: TakenAddress) => Promise<ServerWire | undefined>;

/** The server an address leads to; of a silenced one, the server it led to. */
async function serversOf(cloud: Cloud, wanted: readonly TakenAddress[]): Promise<ServerOf> {
  if (wanted.length <= FEW) return (taken) => serverOf(cloud, taken);
  const all = await collect(listServers(cloud));
  return ({ instance_uuid: id, address }) =>
    Promise.resolve(
      all.find((each) => (id ? each.id === id : each.tags.includes(floatingTag(address)))),
    );
}

export async function serverOf(
  cloud: Cloud,
  { instance_uuid: id, address }: TakenAddress,
): Promise<ServerWire | undefined> {
  if (id) return readServer(cloud, id);
  const [server] = await collect(listServers(cloud, floatingTag(address)));
  // A Nova without tags knows no such filter, and lists all.
  return server?.tags.includes(floatingTag(address)) === true ? server : undefined;
}

/** The interface that has a fixed address. */
function portOf(
  server: ServerWire | undefined,
  fixed: string | null | undefined,
): string | undefined {
  const address = Object.values(server?.addresses ?? {})
    .flat()
    .find((each) => each.addr === fixed && each['OS-EXT-IPS:type'] !== 'floating');
  const mac = address?.['OS-EXT-IPS-MAC:mac_addr'];
  return server && mac ? portId(server.id, mac) : undefined;
}

/** Our record, in the words in which Neutron's would keep it. */
function tagsOf({ address, fixed_ip }: TakenAddress, server: ServerWire | undefined): string[] {
  const record = silencedBy(server?.tags ?? []).find((each) => each.address === address);
  const port = record && portOf(server, record.fixedIp ?? fixed_ip);
  return port === undefined ? [] : recordTags({ portId: port, fixedIp: record?.fixedIp });
}
