import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { subnets } from '../subnet/schema.ts';
import { ports, ROUTER_INTERFACES } from './schema.ts';
import type { Port } from './schema.ts';

/** Its network whole (all subnets, the routers on them), and the security groups with their rules. */
export async function references(source: Cloud, port: Port): Promise<readonly Reference[]> {
  const network = port.network_id;
  const [inNetwork, interfaces] = await Promise.all([
    collect(listAll(source, subnets, { network_id: network })),
    collect(listAll(source, ports, { network_id: network, device_owner: ROUTER_INTERFACES })),
  ]);
  return [
    { kind: 'project', id: port.project_id },
    { kind: 'network', id: network },
    ...inNetwork.map(({ id }) => ({ kind: 'subnet', id })),
    ...port.security_groups.flatMap((id) => [
      { kind: 'security-group', id },
      { kind: 'security-group-rules', id },
    ]),
    ...[...new Set(interfaces.map((each) => each.device_id))].map((id) => ({ kind: 'router', id })),
  ];
}
