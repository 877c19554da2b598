import { Refusal } from '../../http/refusal.ts';
import { parseCidr } from '../address/cidr.ts';
import type { Rule } from '../state.ts';
import { numberOf } from './protocols.ts';
import { badPort } from './rule-readers.ts';

type Checked = Pick<
  Rule,
  | 'ethertype'
  | 'protocol'
  | 'portMin'
  | 'portMax'
  | 'remotePrefix'
  | 'remoteGroupId'
  | 'remoteAddressGroupId'
>;

const WITH_PORTS = [6, 17, 33, 132, 136];
const ICMP = [1, 58];
const ONLY_IPV6 = [
  'ipv6-encap',
  'ipv6-frag',
  'ipv6-icmp',
  'icmpv6',
  'ipv6-nonxt',
  'ipv6-opts',
  'ipv6-route',
];

/** What a rule's values have to do with each other. @throws Refusal 400 */
export function checkRule(rule: Checked): void {
  checkPorts(rule);
  if (rule.ethertype === 'IPv4' && ONLY_IPV6.includes(rule.protocol ?? '')) {
    throw refusal(
      'SecurityGroupEthertypeConflictWithProtocol',
      `Invalid ethertype ${rule.ethertype} for protocol ${rule.protocol}.`,
    );
  }
  const remotes = [rule.remotePrefix, rule.remoteGroupId, rule.remoteAddressGroupId];
  if (remotes.filter((remote) => remote !== null).length > 1) {
    throw refusal(
      'SecurityGroupMultipleRemoteEntites',
      'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.',
    );
  }
  const cidr = parseCidr(rule.remotePrefix);
  if (cidr !== undefined && (cidr.bits === 32) !== (rule.ethertype === 'IPv4')) {
    throw refusal(
      'SecurityGroupRuleParameterConflict',
      `Conflicting value ethertype ${rule.ethertype} for CIDR ${rule.remotePrefix}`,
    );
  }
}

function checkPorts({ protocol, portMin, portMax }: Checked): void {
  if (portMin === null && portMax === null) return;
  if (protocol === null) {
    const message = 'Must also specify protocol if port range is given.';
    throw refusal('SecurityGroupProtocolRequiredWithPorts', message);
  }
  const number = numberOf(protocol);
  if (ICMP.includes(number)) checkIcmp(portMin, portMax);
  else if (WITH_PORTS.includes(number)) checkRange(portMin, portMax);
  else {
    throw refusal(
      'SecurityGroupInvalidProtocolForPort',
      `Ports cannot be specified for protocol ${number}. Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.`,
    );
  }
}

function checkRange(min: number | null, max: number | null): void {
  if (min === 0 || max === 0) throw badPort(0);
  if (min !== null && max !== null && min <= max) return;
  const message = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
  throw refusal('SecurityGroupInvalidPortRange', message);
}

function checkIcmp(type: number | null, code: number | null): void {
  for (const [field, attribute, value] of [
    ['type', 'port_range_min', type],
    ['code', 'port_range_max', code],
  ] as const) {
    if (value === null || value <= 255) continue;
    throw refusal(
      'SecurityGroupInvalidIcmpValue',
      `Invalid value for ICMP ${field} (${attribute}) ${value}. It must be 0 to 255.`,
    );
  }
  if (type !== null || code === null) return;
  throw refusal(
    'SecurityGroupMissingIcmpType',
    `ICMP code (port-range-max) ${code} is provided but ICMP type (port-range-min) is missing.`,
  );
}

function refusal(type: string, message: string): Refusal {
  return new Refusal(400, message, type);
}
