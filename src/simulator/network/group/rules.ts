import type { Token } from '../../http/call.ts';
import type { Refusal } from '../../http/refusal.ts';
import { sees } from '../access.ts';
import type { Neutron } from '../neutron.ts';
import { checkQuota } from '../quota.ts';
import { broken, conflict, missing, noSuchPath } from '../refuse.ts';
import { ID, PROJECT, STANDARD, attribute } from '../rest/attributes.ts';
import { owns } from '../rest/kind.ts';
import type { Kind } from '../rest/kind.ts';
import { oneOf, orNull, string, uuid } from '../rest/readers.ts';
import { touch } from '../rest/thing.ts';
import type { Body } from '../rest/thing.ts';
import type { Rule, State } from '../state.ts';
import { addressGroupMissing } from './address-groups.ts';
import { addRule } from './default.ts';
import { groupMissing } from './missing.ts';
import { checkRule } from './rule-check.ts';
import { ethertype, port, prefix, protocol } from './rule-readers.ts';
import { numberOf } from './protocols.ts';
import { ruleView } from './rule-view.ts';

const ATTRIBUTES = {
  ...ID,
  ...PROJECT,
  security_group_id: attribute('pfs', string(36), { required: true }),
  remote_group_id: attribute('pfs', orNull(string(36)), { fallback: null }),
  direction: attribute('pfs', oneOf(['ingress', 'egress']), { required: true }),
  protocol: attribute('pfs', protocol, { fallback: null }),
  port_range_min: attribute('pfs', port, { fallback: null }),
  port_range_max: attribute('pfs', port, { fallback: null }),
  ethertype: attribute('pfs', ethertype, { fallback: 'IPv4' }),
  remote_ip_prefix: attribute('pfs', prefix, { fallback: null }),
  remote_address_group_id: attribute('pfs', orNull(uuid), { fallback: null }),
  normalized_cidr: attribute('fs'),
  ...STANDARD,
};

/** https://docs.openstack.org/api-ref/network/v2/#security-group-rules-security-group-rules */
export function rulesOf(neutron: Neutron): Kind<Rule> {
  const { state } = neutron;
  return {
    one: 'security_group_rule',
    many: 'security_group_rules',
    path: '/security-group-rules',
    paged: true,
    attributes: ATTRIBUTES,
    shelf: state.rules,
    visible: (rule, token) => seesRule(state, rule, token),
    view: ruleView,
    missing: (id) => ruleMissing(state, id),
    candidates: (query) => {
      const groups = query.getAll('security_group_id');
      return groups.length === 0
        ? undefined
        : [...new Set(groups)].flatMap((id) => state.rules.by('group', id));
    },
    create: (body, { token }) => makeRule(neutron, body, token),
    /** Zed has no way to change one: it breaks. */
    update: () => {
      throw broken();
    },
    remove: (rule) => {
      state.rules.remove(rule);
      const group = state.groups.get(rule.groupId);
      if (group !== undefined) touch(group, neutron.cloud.clock);
    },
  };
}

/** Whoever owns the group sees what others have put into it. */
function seesRule(state: State, rule: Rule, token: Token): boolean {
  const group = state.groups.get(rule.groupId);
  return owns(rule, token) || (group !== undefined && owns(group, token));
}

/** Another project's rule is not found in other words than one that is not there. */
function ruleMissing(state: State, id: string): Refusal {
  if (state.rules.get(id) !== undefined) return noSuchPath();
  return missing('SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`);
}

function makeRule(neutron: Neutron, body: Body, token: Token): Rule {
  const { state, cloud } = neutron;
  const wanted = wantedRule(body);
  checkRule(wanted);
  const group = state.groups.get(wanted.groupId);
  if (group === undefined || !sees(state, group, token)) throw groupMissing(wanted.groupId);
  checkQuota(state, 'security_group_rule', wanted.projectId);
  const remote = wanted.remoteGroupId;
  if (remote !== null && state.groups.get(remote) === undefined) throw groupMissing(remote);
  const addresses = wanted.remoteAddressGroupId;
  if (addresses !== null && state.addressGroups.get(addresses) === undefined) {
    throw addressGroupMissing(addresses);
  }
  const same = state.rules.by('group', group.id).find((each) => keyOf(each) === keyOf(wanted));
  if (same !== undefined) {
    const message = `Security group rule already exists. Rule id is ${same.id}.`;
    throw conflict('SecurityGroupRuleExists', message);
  }
  const rule = addRule(neutron, group, wanted);
  touch(group, cloud.clock);
  return rule;
}

type Wanted = Omit<
  Rule,
  'id' | 'name' | 'number' | 'tags' | 'createdAt' | 'updatedAt' | 'revision'
>;

function wantedRule(body: Body): Wanted {
  const kind = body['ethertype'] as string;
  const given = body['protocol'] as string | null;
  const isPing = kind === 'IPv6' && ['icmp', 'icmpv6'].includes(given ?? '');
  return {
    projectId: body['project_id'] as string,
    description: body['description'] as string,
    groupId: body['security_group_id'] as string,
    direction: body['direction'] as string,
    ethertype: kind,
    protocol: isPing ? 'ipv6-icmp' : given,
    portMin: body['port_range_min'] as number | null,
    portMax: body['port_range_max'] as number | null,
    remotePrefix: body['remote_ip_prefix'] as string | null,
    remoteGroupId: body['remote_group_id'] as string | null,
    remoteAddressGroupId: body['remote_address_group_id'] as string | null,
  };
}

/** Two rules with the same key are one; the prefix as it is written counts. */
function keyOf(rule: Wanted): string {
  const everywhere = ['0.0.0.0/0', '::/0'].includes(rule.remotePrefix ?? '');
  return JSON.stringify([
    rule.direction,
    rule.ethertype,
    rule.protocol === null ? null : numberOf(rule.protocol),
    rule.portMin,
    rule.portMax,
    everywhere ? null : rule.remotePrefix,
    rule.remoteGroupId,
    rule.remoteAddressGroupId,
  ]);
}
