import { z } from 'zod';
import { collection } from '../neutron/collection.ts';
import { securityGroupSchema } from '../security-group/schema.ts';
import type { SecurityGroup } from '../security-group/schema.ts';

const text = z.string().nullish();
const port = z.number().nullish();

/** https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules */
const ruleSchema = z.object({
  id: z.string(),
  direction: z.string(),
  ethertype: z.string(),
  protocol: z.union([z.string(), z.number().transform(String)]).nullish(),
  port_range_min: port,
  port_range_max: port,
  remote_ip_prefix: text,
  remote_group_id: text,
  remote_address_group_id: text,
  description: text,
});

export type Rule = z.output<typeof ruleSchema>;

const groupWithRulesSchema = securityGroupSchema.extend({
  security_group_rules: z.array(ruleSchema),
});

/** All rules of one group, as one resource: its id and name are the group's. */
export type GroupRules = z.output<typeof groupWithRulesSchema> & Pick<SecurityGroup, 'adopted'>;

export const groupsWithRules = collection('security_group', groupWithRulesSchema);
export const ruleCollection = collection('security_group_rule', ruleSchema);
