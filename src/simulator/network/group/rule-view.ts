import { parseCidr } from '../address/cidr.ts';
import { standardView } from '../rest/thing.ts';
import type { View } from '../rest/thing.ts';
import type { Rule } from '../state.ts';

export function ruleView(rule: Rule): View {
  const { tags: _tags, ...standard } = standardView(rule);
  return { ...ownView(rule), ...standard };
}

/** In a group it has two attributes more. */
export function embeddedRule(rule: Rule): View {
  return { ...ownView(rule), standard_attr_id: rule.number, ...standardView(rule) };
}

function ownView(rule: Rule): View {
  return {
    id: rule.id,
    tenant_id: rule.projectId,
    security_group_id: rule.groupId,
    ethertype: rule.ethertype,
    direction: rule.direction,
    protocol: rule.protocol,
    port_range_min: rule.portMin,
    port_range_max: rule.portMax,
    remote_ip_prefix: rule.remotePrefix,
    remote_address_group_id: rule.remoteAddressGroupId,
    normalized_cidr: parseCidr(rule.remotePrefix)?.text ?? null,
    remote_group_id: rule.remoteGroupId,
  };
}
