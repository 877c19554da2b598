import type { MappingsByKind } from '../../model/mapping.ts';
import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from '../neutron/collection.ts';
import { isMappedNetwork } from '../neutron/mapped-network.ts';
import { qosReferences } from '../neutron/qos.ts';
import { forwardingsOf } from '../port-forwarding/api.ts';
import { ports } from '../port/schema.ts';
import { isDetached, isOfService } from './schema.ts';
import type { FloatingIp } from './schema.ts';

export async function references(
  source: Cloud,
  address: FloatingIp,
  mappings: MappingsByKind = {},
): Promise<readonly Reference[]> {
  const { project_id, floating_network_id, port_id, qos_policy_id } = address;
  return [
    { kind: 'project', id: project_id },
    { kind: 'network', id: floating_network_id },
    ...qosReferences(qos_policy_id),
    ...(port_id && !isOfService(address) ? [{ kind: 'port', id: port_id }] : []),
    ...(await routerReferences(source, address, mappings)),
  ];
}

/** The router that carries it; not to a mapped network, which has its own, nor where the copy is not connected. */
async function routerReferences(
  source: Cloud,
  address: FloatingIp,
  mappings: MappingsByKind,
): Promise<Reference[]> {
  const { router_id: router, port_id: port } = address;
  if (!router || (port && isDetached(address))) return [];
  const behind = port
    ? [port]
    : (await forwardingsOf(source, address)).map(({ internal_port_id: id }) => id);
  const mapped = await Promise.all(behind.map((id) => isInMapped(source, mappings, id)));
  return mapped.every(Boolean) ? [] : [{ kind: 'router', id: router }];
}

async function isInMapped(source: Cloud, mappings: MappingsByKind, id: string): Promise<boolean> {
  const port = await getOne(source, ports, id);
  return port === undefined || isMappedNetwork(source, mappings, port.network_id);
}
