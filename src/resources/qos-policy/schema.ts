import { z } from 'zod';
import type { Collection } from '../neutron/collection.ts';
import { standardFields } from '../neutron/mark.ts';

/** Its other keys hang on its type: `max_kbps`, `direction`, `dscp_mark`. */
const ruleSchema = z.looseObject({ id: z.string(), type: z.string() });

/** https://docs.openstack.org/api-ref/network/v2/#quality-of-service */
const policySchema = z.object({
  ...standardFields,
  name: z.string(),
  shared: z.boolean().default(false),
  is_default: z.boolean().default(false),
  rules: z.array(ruleSchema).default([]),
});

export type QosPolicy = z.output<typeof policySchema>;
export type QosRule = z.output<typeof ruleSchema>;

export const qosPolicies: Collection<typeof policySchema> = {
  path: '/qos/policies',
  tagPath: '/policies',
  one: 'policy',
  many: 'policies',
  schema: policySchema,
};
