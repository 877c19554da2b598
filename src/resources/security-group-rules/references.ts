import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { policiesFor } from '../neutron/sharing.ts';
import type { GroupRules } from './schema.ts';

/**
 * Its group, the groups its rules name with their own rules (a group without them would be half a group), the address groups
 * they name, and what lets its project at those that are others'.
 */
export async function references(
  source: Cloud,
  { id, project_id, security_group_rules: rules }: GroupRules,
): Promise<readonly Reference[]> {
  const groups = [...new Set([id, ...rules.flatMap((rule) => rule.remote_group_id ?? [])])];
  const addresses = [...new Set(rules.flatMap((rule) => rule.remote_address_group_id ?? []))];
  const others = groups.filter((group) => group !== id);
  return [
    ...groups.map((group) => ({ kind: 'security-group', id: group })),
    ...others.map((group) => ({ kind: 'security-group-rules', id: group })),
    ...addresses.map((group) => ({ kind: 'address-group', id: group })),
    ...(await policiesFor(source, project_id, [...others, ...addresses])),
  ];
}
