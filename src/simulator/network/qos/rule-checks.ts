import type { Refusal } from '../../http/refusal.ts';
import { conflict } from '../refuse.ts';
import type { QosPolicy, QosRule, State } from '../state.ts';
import { SUPPORTED, notSupported } from './bind.ts';

/** A limit, what it must not fall below, and the keys of both. Neutron asks for no direction. */
const LIMITS = [
  ['bandwidth_limit', 'max_kbps', 'minimum_bandwidth', 'min_kbps'],
  ['packet_rate_limit', 'max_kpps', 'minimum_packet_rate', 'min_kpps'],
] as const;

/** @throws Refusal 409 where the policy has a rule that says otherwise, or the same */
export function checkConflicts(policy: QosPolicy, rule: QosRule): void {
  const others = policy.rules.filter(({ id }) => id !== rule.id);
  for (const other of others) checkLimits(policy, rule, other);
  const same = others.find(({ type, ...each }) => type === rule.type && isSameWay(each, rule));
  if (same !== undefined) {
    const message = `Rule ${rule.type} conflicts with rule ${same.id} which already exists in QoS Policy ${policy.id}.`;
    throw conflict('QoSRulesConflict', message);
  }
  checkAny(policy, rule, others);
}

function checkLimits(policy: QosPolicy, rule: QosRule, other: QosRule): void {
  for (const [most, mostKey, least, leastKey] of LIMITS) {
    const [value, has] = [rule.values, other.values];
    if (
      rule.type === most &&
      other.type === least &&
      Number(value[mostKey]) < Number(has[leastKey])
    )
      throw parameter(policy, Number(value[mostKey]), other, Number(has[leastKey]));
    if (
      rule.type === least &&
      other.type === most &&
      Number(value[leastKey]) > Number(has[mostKey])
    )
      throw parameter(policy, Number(value[leastKey]), other, Number(has[mostKey]));
  }
}

/** In any direction, or in each: not both. */
function checkAny(policy: QosPolicy, rule: QosRule, others: readonly QosRule[]): void {
  if (rule.type !== 'minimum_packet_rate') return;
  const other = others.find(({ type }) => type === rule.type);
  const ways = [wayOf(rule), other && wayOf(other)];
  if (other !== undefined && ways.includes('any'))
    throw parameter(policy, wayOf(rule), other, wayOf(other));
}

function isSameWay(one: Pick<QosRule, 'values'>, other: Pick<QosRule, 'values'>): boolean {
  return one.values['direction'] === other.values['direction'];
}

function wayOf({ values }: QosRule): string {
  return values['direction'] as string;
}

function parameter(
  { id }: QosPolicy,
  value: number | string,
  { type }: QosRule,
  has: number | string,
): Refusal {
  return conflict(
    'QoSRuleParameterConflict',
    `Unable to add the rule with value ${value} to the policy ${id} as the existing rule of type ${type} has value ${has}.`,
  );
}

/** @throws Refusal 409 where a port that has the policy, itself or by its network, could not have the rule */
export function checkUsers(state: State, policy: QosPolicy, { type }: QosRule): void {
  if (SUPPORTED.includes(type)) return;
  const user = state.ports
    .sorted()
    .find(
      (port) =>
        (port.qosPolicyId ?? state.networks.get(port.networkId)?.qosPolicyId) === policy.id &&
        !port.deviceOwner.startsWith('network:'),
    );
  if (user !== undefined) throw notSupported(type, user.id);
}
