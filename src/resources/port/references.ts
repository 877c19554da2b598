import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { policiesFor } from '../neutron/sharing.ts';
import { qosReferences } from '../neutron/qos.ts';
import { subnets } from '../subnet/schema.ts';
import { ports, ROUTER_INTERFACES } from './schema.ts';
import type { Port } from './schema.ts';

/** Its network whole (all subnets, the routers on them), the security groups with their rules, and what lets its project at others'. */
export async function references(source: Cloud, port: Port): Promise<readonly Reference[]> {
  const network = port.network_id;
  const [inNetwork, interfaces, shared] = await Promise.all([
    collect(listAll(source, subnets, { network_id: network })),
    collect(listAll(source, ports, { network_id: network, device_owner: ROUTER_INTERFACES })),
    policiesFor(source, port.project_id, [network, port.qos_policy_id, ...port.security_groups]),
  ]);
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
    ...[...new Set(interfaces.map((each) => each.device_id))].map((id) => ({ kind: 'router', id })),
  ];
}
