import type { Cloud } from '../../openstack/cloud.ts';
import { getOne, listAll } from '../neutron/collection.ts';
import { listTrunks, trunkOver } from '../trunk/api.ts';
import { isServerPort, ports, SUBPORT } from './schema.ts';
import type { Port } from './schema.ts';

export async function getPort(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Port | undefined> {
  const port = await getOne(cloud, ports, id, signal);
  if (port === undefined || !isWithoutDevice(port)) return port;
  const trunk = await trunkOver(cloud, port);
  return { ...port, isOfServer: trunk !== undefined && !trunk.isLoose };
}

/** Those of servers, and those of nobody. */
export async function* listPorts(
  cloud: Cloud,
  { project }: { readonly project?: string },
): AsyncIterable<Port> {
  const query = { project_id: project };
  const ofServers = new Set<string>();
  for await (const { isLoose, sub_ports: subPorts } of listTrunks(cloud, query)) {
    if (!isLoose) for (const { port_id: id } of subPorts) ofServers.add(id);
  }
  for await (const port of listAll(cloud, ports, query)) {
    if (isServerPort(port)) yield { ...port, isOfServer: ofServers.has(port.id) };
  }
}

/** No server's, and not a subport of a server's trunk. */
export function isDetached(port: Port): boolean {
  return isWithoutDevice(port) && port.isOfServer !== true;
}

function isWithoutDevice({ device_owner: owner }: Port): boolean {
  return owner === '' || owner === SUBPORT;
}
