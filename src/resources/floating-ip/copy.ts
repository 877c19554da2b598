import { ANY } from '../../model/address-mapping.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceDescription } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { createOne, listAll } from '../neutron/collection.ts';
import { findMarked, finish } from '../neutron/mark.ts';
import { qosPolicyOf } from '../neutron/qos.ts';
import { required, translator } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { floatingIps } from './schema.ts';
import type { FloatingIp } from './schema.ts';
import { updateFloatingIp, withPolicy } from './update.ts';

/** By its mark; else by its address in the mapped network, where it is to have a certain one. */
export async function find(
  destination: Cloud,
  source: FloatingIp,
  ids: IdMap,
): Promise<readonly FloatingIp[]> {
  const network = destinationId(ids, { kind: 'network', id: source.floating_network_id });
  if (network === undefined) return [];
  const byAddress = {
    floating_network_id: network,
    floating_ip_address: source.floating_ip_address,
  };
  const project_id = destinationId(ids, { kind: 'project', id: source.project_id });
  const marked = await findMarked(destination, floatingIps, source.id, { project_id });
  if (marked.length > 0 || source.floating_ip_address === ANY) return marked;
  return collect(listAll(destination, floatingIps, byAddress));
}

/** Without a port: see `associate`. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: FloatingIp,
): Promise<string> {
  return createOne(destination, floatingIps, {
    floating_network_id: required(ids, 'network', source.floating_network_id, source),
    floating_ip_address:
      source.floating_ip_address === ANY ? undefined : source.floating_ip_address,
    project_id: required(ids, 'project', source.project_id, source),
    qos_policy_id: qosPolicyOf(source.qos_policy_id, translator(ids, source)) ?? undefined,
    dns_name: source.dns_name ? source.dns_name : undefined,
    dns_domain: source.dns_domain ? source.dns_domain : undefined,
    description: provenanceDescription(provenance),
  });
}

export async function converge(
  context: CopyContext,
  source: FloatingIp,
  existing: FloatingIp,
): Promise<void> {
  const policy = qosPolicyOf(source.qos_policy_id, translator(context.ids, source));
  if (policy !== (existing.qos_policy_id ?? null)) {
    await updateFloatingIp(context.destination, existing, { qos_policy_id: policy });
  }
  await finish(context, floatingIps, source, existing, withPolicy({ qos_policy_id: policy }));
}
