import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { getOne, listAll, pathOf, removeOne, updateOne } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { isLoosePort } from '../port/loose.ts';
import { trunks } from './schema.ts';
import type { Trunk } from './schema.ts';

export type SubPort = Trunk['sub_ports'][number];

export async function getTrunk(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Trunk | undefined> {
  const trunk = await getOne(cloud, trunks, id, signal);
  return trunk && { ...trunk, isLoose: await isLoosePort(cloud, trunk.port_id) };
}

/** None where the cloud has no trunks. */
export async function* listTrunks(cloud: Cloud, query: Query): AsyncIterable<Trunk> {
  if (!(await extensionsOf(cloud)).has('trunk')) return;
  const found = await collect(listAll(cloud, trunks, query));
  for (const trunk of found) yield { ...trunk, isLoose: await isLoosePort(cloud, trunk.port_id) };
}

/** The trunk that a port is a subport of: no filter tells. */
export async function trunkOver(
  cloud: Cloud,
  port: { readonly id: string; readonly project_id: string },
): Promise<Trunk | undefined> {
  if (!(await extensionsOf(cloud)).has('trunk')) return undefined;
  const [trunk] = await collect(
    listAll(cloud, trunks, { project_id: port.project_id }),
    ({ sub_ports: subPorts }) => subPorts.some(({ port_id: id }) => id === port.id),
  );
  return trunk && { ...trunk, isLoose: await isLoosePort(cloud, trunk.port_id) };
}

/** https://docs.openstack.org/api-ref/network/v2/#add-subports-to-trunk */
export async function addSubPorts(
  cloud: Cloud,
  trunk: string,
  subPorts: readonly SubPort[],
): Promise<void> {
  if (subPorts.length > 0) await change(cloud, trunk, 'add_subports', subPorts);
}

export async function removeSubPorts(
  cloud: Cloud,
  trunk: string,
  subPorts: readonly SubPort[],
): Promise<void> {
  const named = subPorts.map(({ port_id }) => ({ port_id }));
  if (named.length > 0) await change(cloud, trunk, 'remove_subports', named);
}

async function change(
  cloud: Cloud,
  trunk: string,
  action: string,
  sub_ports: readonly unknown[],
): Promise<void> {
  const path = `${pathOf(trunks, trunk)}/${action}`;
  await cloud.call('network', { method: 'PUT', path, body: { sub_ports } });
}

/** One that is down Neutron neither changes nor deletes. */
export async function removeTrunk(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const trunk = await getOne(cloud, trunks, id, signal);
  if (trunk === undefined) return;
  if (!trunk.admin_state_up) await updateOne(cloud, trunks, id, { admin_state_up: true });
  await removeOne(cloud, trunks, id, signal);
}
