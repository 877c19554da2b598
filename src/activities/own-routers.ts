import type { Mappings } from '../model/spec.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { collect } from '../resources/collect.ts';
import { getOne } from '../resources/neutron/collection.ts';
import { isMappedNetwork } from '../resources/neutron/mapped-network.ts';
import { ports } from '../resources/port/schema.ts';
import { kindOf } from '../resources/registry.ts';
import { router } from '../resources/router/index.ts';
import type { ServerResource } from '../resources/server/schema.ts';
import { CLOUD_REQUESTS, mapBounded } from './bounded.ts';
import type { Root } from './closure.ts';
import type { SelectedProject } from './selection.ts';

/** Of whole projects, their routers on their servers' networks: also those that are no server's way out. A mapped network has its own. */
export async function ownRouters(
  source: Cloud,
  mappings: Mappings,
  selected: readonly SelectedProject[],
): Promise<Root[]> {
  const whole = selected.filter((each) => each.whole && each.servers.length > 0);
  const found = await mapBounded(whole, CLOUD_REQUESTS, (each) =>
    routersOf(source, mappings, each),
  );
  return found.flat();
}

async function routersOf(
  source: Cloud,
  mappings: Mappings,
  { project, servers }: SelectedProject,
): Promise<Root[]> {
  const networks = new Set<string>();
  for (const id of await networksOf(source, servers)) {
    if (!(await isMappedNetwork(source, mappings, id))) networks.add(id);
  }
  const found = await collect(router.list(source, { project: project.id }), ({ interfaces }) =>
    interfaces.some((port) => networks.has(port.network_id)),
  );
  return found.map((resource) => ({ kind: kindOf('router'), resource }));
}

/** Those of the subports of its trunks, too. */
async function networksOf(
  source: Cloud,
  servers: readonly ServerResource[],
): Promise<ReadonlySet<string>> {
  const own = servers.flatMap((server) => server.ports);
  const ids = own.flatMap(({ trunk_details: trunk }) => trunk?.sub_ports ?? []);
  const subPorts = await Promise.all(ids.map(({ port_id: id }) => getOne(source, ports, id)));
  return new Set([...own, ...subPorts].flatMap((port) => port?.network_id ?? []));
}
