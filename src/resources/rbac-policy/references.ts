import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from '../neutron/collection.ts';
import { EVERYBODY, policiesFor } from '../neutron/sharing.ts';
import { subnetPools } from '../subnet-pool/schema.ts';
import { KIND_OF_TYPE } from './schema.ts';
import type { RbacPolicy } from './schema.ts';

/** Its object and whom it lets at that; Neutron lets nobody at a pool whom nothing lets at the pool's scope. */
export async function references(source: Cloud, policy: RbacPolicy): Promise<readonly Reference[]> {
  const { object_type: type, object_id: id, target_tenant: target } = policy;
  const kind = KIND_OF_TYPE[type];
  const pool = type === 'subnetpool' ? await getOne(source, subnetPools, id) : undefined;
  return [
    ...(kind === undefined ? [] : [{ kind, id }]),
    ...(target === EVERYBODY ? [] : [{ kind: 'project', id: target }]),
    ...(pool === undefined ? [] : await policiesFor(source, target, [pool.address_scope_id])),
  ];
}
