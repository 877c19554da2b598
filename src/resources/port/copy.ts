import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { changed } from '../neutron/changed.ts';
import { getOne, listAll, updateOne } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { bodyOf } from '../neutron/fixed-ips.ts';
import { createPort } from '../neutron/make-room.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { isAutomatic, subnets } from '../subnet/schema.ts';
import { settable } from './attributes.ts';
import { dnsNameOf, ports } from './schema.ts';
import type { Port } from './schema.ts';

/** By its mark; else by its MAC, which is unique in a network. */
export async function find(destination: Cloud, source: Port, ids: IdMap): Promise<readonly Port[]> {
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  if (network === undefined) return [];
  const byMac = { network_id: network, mac_address: source.mac_address };
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  const marked = await findMarked(destination, ports, source.id, { project_id });
  return marked.length > 0 ? marked : collect(listAll(destination, ports, byMac));
}

export async function create(context: CopyContext, source: Port): Promise<string> {
  const { destination, ids, provenance } = context;
  const wanted = settable(source, translator(ids, source));
  const body = {
    ...wanted,
    // A cloud without policies takes no word of them.
    qos_policy_id: wanted['qos_policy_id'] ?? undefined,
    ...(await uplinkOf(destination, source)),
    project_id: required(ids, 'project', source.project_id, source),
    mac_address: source.mac_address,
    dns_name: dnsNameOf(source),
    fixed_ips: await fixedIps(context, source),
    description: provenanceDescription(provenance),
  };
  const network = required(ids, 'network', source.network_id, source);
  return createPort(context, { like: source, network, body });
}

/** Where both clouds know of it. It is not compared: what holds without a word hangs on the release. */
async function uplinkOf(
  destination: Cloud,
  { propagate_uplink_status: propagate }: Port,
): Promise<Record<string, unknown>> {
  if (propagate === null || propagate === undefined) return {};
  const known = (await extensionsOf(destination)).has('uplink-status-propagation');
  return known ? { propagate_uplink_status: propagate } : {};
}

/** An address that IPv6 makes of the MAC must not be said: it comes out by itself, and the plan has seen that it is the one. */
async function fixedIps({ destination, ids }: CopyContext, source: Port): Promise<unknown[]> {
  return Promise.all(
    source.fixed_ips.map(async (fixed) => {
      const { subnet_id: from, ip_address: address } = fixed;
      const subnet_id = required(ids, 'subnet', from, source);
      if (!address.includes(':')) return bodyOf(fixed, subnet_id);
      const there = await getOne(destination, subnets, subnet_id);
      return there !== undefined && isAutomatic(there) ? { subnet_id } : bodyOf(fixed, subnet_id);
    }),
  );
}

export async function converge(context: CopyContext, source: Port, existing: Port): Promise<void> {
  const { destination, ids } = context;
  const wanted = settable(source, translator(ids, source));
  const update = changed(
    wanted,
    settable(existing, (_kind, id) => id),
  );
  if (update !== undefined) await updateOne(destination, ports, existing.id, update);
  await finish(context, ports, source, existing);
}
