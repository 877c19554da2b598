import { sortedBy } from '../neutron/changed.ts';
import { ownTags } from '../neutron/mark.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { QosPolicy, QosRule } from './schema.ts';

export function attributes(policy: QosPolicy, translate: Translate): Attributes {
  return {
    ...settable(policy),
    rules: sortedBy(policy.rules.map(comparable), ruleKey),
    project_id: translate('project', policy.project_id),
    description: policy.description,
    tags: ownTags(policy),
  };
}

/** What may be sent in create and in update alike. */
export function settable({ name, shared, is_default }: QosPolicy): Attributes {
  return { name, shared, is_default };
}

/** What a rule says, without what it is called in its cloud. */
export function comparable(rule: QosRule): Attributes & { readonly type: string } {
  const {
    id: _id,
    qos_policy_id: _policy,
    project_id: _project,
    tenant_id: _tenant,
    ...says
  } = rule;
  const known = Object.entries(says).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { ...Object.fromEntries(known), type: rule.type };
}

export function ruleKey(rule: Attributes): string {
  return JSON.stringify(Object.entries(rule));
}
