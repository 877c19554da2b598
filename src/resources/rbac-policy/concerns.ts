import type { Concern } from '../../model/concern.ts';
import { missingExtensions } from '../neutron/concern.ts';
import type { PreflightContext } from '../resource-kind.ts';
import type { RbacPolicy } from './schema.ts';

/** Some types came later than policies themselves. */
const EXTENSIONS: Readonly<Record<string, string | undefined>> = {
  subnetpool: 'rbac-subnetpool',
  address_scope: 'rbac-address-scope',
  address_group: 'rbac-address-group',
  security_group: 'rbac-security-groups',
};

export async function concerns(
  { destination }: PreflightContext,
  policy: RbacPolicy,
): Promise<readonly Concern[]> {
  const { id, object_type: type } = policy;
  const extension = EXTENSIONS[type];
  return missingExtensions(
    destination,
    { kind: 'rbac-policy', id },
    {
      'rbac-policies': `Sharing ${type} ${policy.object_id}`,
      ...(extension === undefined ? {} : { [extension]: `Sharing a ${type}` }),
    },
  );
}
