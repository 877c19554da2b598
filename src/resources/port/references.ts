import type { MappingsByKind } from '../../model/mapping.ts';
import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { isMappedNetwork } from '../neutron/mapped-network.ts';
import { policiesFor } from '../neutron/sharing.ts';
import { qosReferences } from '../neutron/qos.ts';
import { subnets } from '../subnet/schema.ts';
import type { Subnet } from '../subnet/schema.ts';
import { ports, ROUTER_INTERFACES } from './schema.ts';
import type { Port } from './schema.ts';

/** Its network with all subnets, the routers it is sent to, the security groups with their rules, and what lets its project at others'. */
export async function references(
  source: Cloud,
  port: Port,
  mappings: MappingsByKind = {},
): Promise<readonly Reference[]> {
  const network = port.network_id;
  const [inNetwork, shared] = await Promise.all([
    collect(listAll(source, subnets, { network_id: network })),
    policiesFor(source, port.project_id, [network, port.qos_policy_id, ...port.security_groups]),
  ]);
  const isMapped = await isMappedNetwork(source, mappings, network);
  const routers = isMapped ? [] : await routersAt(source, network, hopsOf(port, inNetwork));
  return [
    { kind: 'project', id: port.project_id },
    { kind: 'network', id: network },
    ...qosReferences(port.qos_policy_id),
    ...inNetwork.map(({ id }) => ({ kind: 'subnet', id })),
    ...port.security_groups.flatMap((id) => [
      { kind: 'security-group', id },
      { kind: 'security-group-rules', id },
    ]),
    ...shared,
    ...routers.map((id) => ({ kind: 'router', id })),
  ];
}

/** The addresses that its subnets send it to: gateways, and the next hops of their routes. */
function hopsOf(port: Port, inNetwork: readonly Subnet[]): ReadonlySet<string> {
  const own = inNetwork.filter(({ id }) => port.fixed_ips.some((fixed) => fixed.subnet_id === id));
  return new Set(
    own.flatMap(({ gateway_ip: gateway, host_routes: routes }) => [
      ...(gateway === null ? [] : [gateway]),
      ...routes.map(({ nexthop }) => nexthop),
    ]),
  );
}

/** Of a network that many share, others' routers are none of this port's. */
async function routersAt(
  source: Cloud,
  network: string,
  hops: ReadonlySet<string>,
): Promise<string[]> {
  if (hops.size === 0) return [];
  const interfaces = await collect(
    listAll(source, ports, { network_id: network, device_owner: ROUTER_INTERFACES }),
    ({ fixed_ips: addresses }) => addresses.some(({ ip_address: address }) => hops.has(address)),
  );
  return [...new Set(interfaces.map((each) => each.device_id))];
}
