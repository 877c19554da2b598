import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { listAll } from '../neutron/collection.ts';
import { qosReferences } from '../neutron/qos.ts';
import { policiesFor } from '../neutron/sharing.ts';
import { poolOf, subnets } from '../subnet/schema.ts';
import type { Network } from './schema.ts';

/**
 * Its project, and the pools its subnets come from: a network that is mapped needs them no more, and its subnets neither. An
 * external network is never made, and so needs nothing.
 */
export async function references(source: Cloud, network: Network): Promise<readonly Reference[]> {
  const { id, project_id } = network;
  if (network['router:external']) return [];
  const inside = await collect(listAll(source, subnets, { network_id: id }));
  const pools = [...new Set(inside.flatMap((subnet) => poolOf(subnet) ?? []))];
  return [
    { kind: 'project', id: project_id },
    ...qosReferences(network.qos_policy_id),
    ...pools.map((pool) => ({ kind: 'subnet-pool', id: pool })),
    ...(await policiesFor(source, project_id, pools)),
  ];
}
