import { z } from 'zod';
import type { Collection } from '../neutron/collection.ts';

/** https://docs.openstack.org/api-ref/network/v2/#role-based-access-control-rbac-policies */
const rbacPolicySchema = z.object({
  id: z.string(),
  project_id: z.string().default(''),
  object_type: z.string(),
  object_id: z.string(),
  /** `access_as_shared` or `access_as_external` */
  action: z.string(),
  /** A project's id, or `*`. */
  target_tenant: z.string(),
  /** It has none. */
  name: z.literal('').default(''),
});

export type RbacPolicy = z.output<typeof rbacPolicySchema>;
export const rbacPolicies: Collection<typeof rbacPolicySchema> = {
  path: '/rbac-policies',
  one: 'rbac_policy',
  many: 'rbac_policies',
  schema: rbacPolicySchema,
};

/** By Neutron's name of an object's type: the kind's. */
export const KIND_OF_TYPE: Readonly<Record<string, string | undefined>> = {
  network: 'network',
  subnetpool: 'subnet-pool',
  address_scope: 'address-scope',
  address_group: 'address-group',
  security_group: 'security-group',
  qos_policy: 'qos-policy',
};
