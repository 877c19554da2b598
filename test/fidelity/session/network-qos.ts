import type { Session, Step } from '../wire/step.ts';
import { prepare, step } from '../wire/step.ts';

const UNKNOWN = '4e8e5957-649f-477b-9e5b-f1f75b21c03c';
const mine = { list: 'mine' } as const;
const at = 'network POST /qos/policies/{gold}';

/** A rule of the policy `gold`, kept as `keep`. */
function rule(name: string, type: string, body: unknown, keep?: string): Step {
  return step(name, `${at}/${type}_rules`, {
    body: { [`${type}_rule`]: body },
    ...(keep === undefined ? {} : { keep: { [keep]: `${type}_rule.id` } }),
  });
}

const policies = [
  step('creates a QoS policy', 'network POST /qos/policies', {
    body: { policy: { name: '{run}-gold', project_id: '{project}', description: 'one' } },
    keep: { gold: 'policy.id' },
    undo: '/qos/policies/{gold}',
  }),
  step('creates a policy with nothing', 'network POST /qos/policies', {
    body: { policy: {} },
    keep: { bare: 'policy.id' },
    undo: '/qos/policies/{bare}',
  }),
  step('creates a default policy', 'network POST /qos/policies', {
    body: {
      policy: { name: '{run}-default', project_id: '{other}', is_default: true, shared: true },
    },
    keep: { silver: 'policy.id' },
    undo: '/qos/policies/{silver}',
  }),
  step('creates a second default policy', 'network POST /qos/policies', {
    body: { policy: { name: '{run}-x', project_id: '{other}', is_default: true } },
  }),
  step('creates a policy with tags', 'network POST /qos/policies', {
    body: { policy: { name: '{run}-x', tags: ['a'] } },
  }),
  step('creates a policy with an unknown attribute', 'network POST /qos/policies', {
    body: { policy: { colour: 'red' } },
  }),
  step('creates a policy as a member', 'network POST /qos/policies', {
    as: 'member',
    body: { policy: { name: '{run}-x' } },
  }),
  step('shows a policy', 'network GET /qos/policies/{gold}'),
  step('shows a policy to its member', 'network GET /qos/policies/{gold}', { as: 'member' }),
  step('shows a policy to a stranger', 'network GET /qos/policies/{gold}', { as: 'stranger' }),
  step('shows a shared policy to a member', 'network GET /qos/policies/{silver}', { as: 'member' }),
  step('shows a policy that is not there', `network GET /qos/policies/${UNKNOWN}`),
  step('lists policies', 'network GET /qos/policies', mine),
  step('lists policies as a member', 'network GET /qos/policies?fields=name', {
    as: 'member',
    ...mine,
  }),
  step('lists policies by project', 'network GET /qos/policies?project_id={other}&fields=name'),
  step('lists default policies', 'network GET /qos/policies?is_default=True&project_id={other}'),
  step(
    'lists policies by description',
    'network GET /qos/policies?description=one&fields=name',
    mine,
  ),
  step('lists policies by an unknown filter', 'network GET /qos/policies?colour=red'),
  step('changes a policy', 'network PUT /qos/policies/{gold}', {
    body: { policy: { name: '{run}-gold1', description: 'two', shared: true } },
  }),
  step('ends its sharing', 'network PUT /qos/policies/{gold}', {
    body: { policy: { shared: false } },
  }),
  step('changes a policy as a member', 'network PUT /qos/policies/{gold}', {
    as: 'member',
    body: { policy: { description: 'x' } },
  }),
  step('tags a policy', 'network PUT /policies/{gold}/tags', { body: { tags: ['b', 'a'] } }),
  step('tags of a policy', 'network GET /policies/{gold}/tags'),
  step('lists policies by tags', 'network GET /qos/policies?tags=a&fields=name,tags', mine),
];

const rules = [
  rule('limits bandwidth', 'bandwidth_limit', { max_kbps: 1000, max_burst_kbps: 100 }, 'limit'),
  rule('limits bandwidth twice', 'bandwidth_limit', { max_kbps: 2000 }),
  rule('limits bandwidth the other way', 'bandwidth_limit', {
    max_kbps: 2000,
    direction: 'ingress',
  }),
  rule('limits nothing', 'bandwidth_limit', {}),
  rule('limits to less than nothing', 'bandwidth_limit', { max_kbps: -1 }),
  rule('limits to a word', 'bandwidth_limit', { max_kbps: 'x' }),
  rule('limits in an unknown direction', 'bandwidth_limit', { max_kbps: 1, direction: 'up' }),
  rule('limits with an unknown attribute', 'bandwidth_limit', { max_kbps: 1, colour: 1 }),
  rule('marks', 'dscp_marking', { dscp_mark: 26 }, 'mark'),
  rule('marks twice', 'dscp_marking', { dscp_mark: 10 }),
  rule('marks wrongly', 'dscp_marking', { dscp_mark: 27 }),
  rule('guarantees bandwidth', 'minimum_bandwidth', { min_kbps: 500 }, 'floor'),
  rule('guarantees more than the limit', 'minimum_bandwidth', {
    min_kbps: 5000,
    direction: 'ingress',
  }),
  rule('guarantees packets', 'minimum_packet_rate', { min_kpps: 50 }, 'packets'),
  rule('guarantees packets in any direction', 'minimum_packet_rate', {
    min_kpps: 50,
    direction: 'any',
  }),
  rule('limits packets', 'packet_rate_limit', { max_kpps: 500, max_burst_kpps: 5 }, 'most'),
  step('limits bandwidth as a member', `${at}/bandwidth_limit_rules`, {
    as: 'member',
    body: { bandwidth_limit_rule: { max_kbps: 1 } },
  }),
  step(
    'limits for a policy that is not there',
    `network POST /qos/policies/${UNKNOWN}/bandwidth_limit_rules`,
    { body: { bandwidth_limit_rule: { max_kbps: 1 } } },
  ),
  step('shows a policy with rules', 'network GET /qos/policies/{gold}'),
  step('rules of a policy', 'network GET /qos/policies/{gold}/bandwidth_limit_rules'),
  step('rules that it has none of', 'network GET /qos/policies/{bare}/dscp_marking_rules'),
  step('a rule', 'network GET /qos/policies/{gold}/bandwidth_limit_rules/{limit}'),
  step(
    'a rule that is not there',
    `network GET /qos/policies/{gold}/dscp_marking_rules/${UNKNOWN}`,
  ),
  step('a rule of another type', 'network GET /qos/policies/{gold}/dscp_marking_rules/{limit}'),
  step('limits below the floor', 'network PUT /qos/policies/{gold}/bandwidth_limit_rules/{limit}', {
    body: { bandwidth_limit_rule: { max_kbps: 77 } },
  }),
  step('changes a rule', 'network PUT /qos/policies/{gold}/bandwidth_limit_rules/{limit}', {
    body: { bandwidth_limit_rule: { max_kbps: 700 } },
  }),
  step('changes its direction', 'network PUT /qos/policies/{gold}/bandwidth_limit_rules/{limit}', {
    body: { bandwidth_limit_rule: { direction: 'ingress' } },
  }),
  step('rule types', 'network GET /qos/rule-types'),
  step('all rule types', 'network GET /qos/rule-types?all_rules=True'),
  step('a rule type', 'network GET /qos/rule-types/bandwidth_limit'),
  step('a rule type that no driver has', 'network GET /qos/rule-types/minimum_bandwidth'),
  step('a rule type as a member', 'network GET /qos/rule-types/dscp_marking', { as: 'member' }),
];

const users = [
  step('a network with rules that it cannot have', 'network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}', qos_policy_id: '{gold}' } },
  }),
  step('removes a rule', 'network DELETE /qos/policies/{gold}/minimum_bandwidth_rules/{floor}'),
  step('removes it again', 'network DELETE /qos/policies/{gold}/minimum_bandwidth_rules/{floor}'),
  prepare('network DELETE /qos/policies/{gold}/minimum_packet_rate_rules/{packets}'),
  prepare('network DELETE /qos/policies/{gold}/packet_rate_limit_rules/{most}'),
  step('a network with a policy', 'network POST /networks', {
    body: { network: { name: '{run}-net', project_id: '{project}', qos_policy_id: '{gold}' } },
    keep: { net: 'network.id' },
    undo: '/networks/{net}',
  }),
  step('a network with a policy that is not there', 'network POST /networks', {
    body: { network: { name: '{run}-x', qos_policy_id: UNKNOWN } },
  }),
  step('a network with no policy', 'network POST /networks', {
    body: { network: { name: '{run}-x', qos_policy_id: 'nonsense' } },
  }),
  step('a network where there is a default', 'network POST /networks', {
    body: { network: { name: '{run}-net2', project_id: '{other}' } },
    keep: { net2: 'network.id' },
    undo: '/networks/{net2}',
  }),
  step('takes it its policy', 'network PUT /networks/{net2}', {
    body: { network: { qos_policy_id: null } },
  }),
  step('lists networks by policy', 'network GET /networks?qos_policy_id={gold}'),
  prepare('network POST /subnets', {
    body: {
      subnet: {
        network_id: '{net}',
        project_id: '{project}',
        ip_version: 4,
        cidr: '10.78.0.0/24',
      },
    },
  }),
  step('a port of that network', 'network POST /ports', {
    body: { port: { network_id: '{net}', name: '{run}-port' } },
    keep: { port: 'port.id' },
    undo: '/ports/{port}',
  }),
  step('gives a port a policy', 'network PUT /ports/{port}', {
    body: { port: { qos_policy_id: '{gold}' } },
  }),
  step("gives a port its network's policy", 'network PUT /ports/{port}', {
    body: { port: { qos_network_policy_id: '{gold}' } },
  }),
  step('a port with a policy', 'network POST /ports', {
    body: { port: { network_id: '{net}', name: '{run}-port2', qos_policy_id: '{bare}' } },
    keep: { port2: 'port.id' },
    undo: '/ports/{port2}',
  }),
  step("a port with a stranger's policy", 'network POST /ports', {
    as: 'member',
    body: { port: { network_id: '{net}', qos_policy_id: '{bare}' } },
  }),
  step('a port with a shared policy', 'network POST /ports', {
    as: 'member',
    body: { port: { network_id: '{net}', name: '{run}-port3', qos_policy_id: '{silver}' } },
    keep: { port3: 'port.id' },
    undo: '/ports/{port3}',
  }),
  rule('a rule that its port cannot have', 'minimum_bandwidth', { min_kbps: 5 }),
  step('deletes a policy in use', 'network DELETE /qos/policies/{gold}'),
  step('takes a port its policy', 'network PUT /ports/{port}', {
    body: { port: { qos_policy_id: null } },
  }),
  prepare('network DELETE /ports/{port}'),
  prepare('network DELETE /ports/{port2}'),
  step('deletes a policy that a network has', 'network DELETE /qos/policies/{gold}'),
  step('deletes a policy as a member', 'network DELETE /qos/policies/{bare}', { as: 'member' }),
  step('deletes a policy', 'network DELETE /qos/policies/{bare}'),
  step('deletes a policy again', 'network DELETE /qos/policies/{bare}'),
];

/** Policies of quality of service, their rules, and who has them. */
export const networkQos: Session = {
  service: 'network',
  name: 'network-qos',
  steps: [...policies, ...rules, ...users],
};
