import { normalCidr } from '../../model/address.ts';
import { sortedBy } from '../neutron/changed.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { GroupRules, Rule } from './schema.ts';

export function attributes(group: GroupRules, translate: Translate): Attributes {
  const wanted = group.security_group_rules.map((rule) => comparable(rule, translate));
  const byKey = new Map(wanted.map((rule) => [ruleKey(rule), rule]));
  return {
    security_group_id: translate('security-group', group.id),
    rules: sortedBy([...byKey.values()], ruleKey),
  };
}

/** One rule in destination terms, with one way of writing for each meaning. */
export function comparable(rule: Rule, translate: Translate) {
  const group = rule.remote_group_id ?? undefined;
  const addresses = rule.remote_address_group_id ?? undefined;
  return {
    direction: rule.direction,
    ethertype: rule.ethertype,
    protocol: rule.protocol ?? null,
    port_range_min: rule.port_range_min ?? null,
    port_range_max: rule.port_range_max ?? null,
    remote_ip_prefix: prefixOf(rule.remote_ip_prefix),
    // Never null for a group that is missing: a rule without remote lets everybody in.
    remote_group_id:
      group === undefined
        ? null
        : (translate('security-group', group) ?? `not in the destination: ${group}`),
    remote_address_group_id:
      addresses === undefined
        ? null
        : (translate('address-group', addresses) ?? `not in the destination: ${addresses}`),
    description: rule.description ?? '',
  };
}

/** Null: any. Neutron takes a rule for `0.0.0.0/0` and one without prefix for the same. */
function prefixOf(prefix: string | null | undefined): string | null {
  if (prefix === null || prefix === undefined) return null;
  const normal = normalCidr(prefix);
  return normal === '0.0.0.0/0' || normal === normalCidr('::/0') ? null : normal;
}

export function ruleKey(rule: ReturnType<typeof comparable>): string {
  return JSON.stringify(Object.values(rule));
}
