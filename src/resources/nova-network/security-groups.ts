import type { Cloud } from '../../openstack/cloud.ts';
import { groupId } from './ids.ts';
import { readGroups } from './read.ts';
import { BARE } from './shape.ts';
import type { Shaped } from './shape.ts';
import type { GroupWire } from './wire.ts';

type RuleWire = GroupWire['rules'][number];

export async function securityGroups(cloud: Cloud): Promise<Shaped[]> {
  const groups = await readGroups(cloud);
  const idOf = namedGroups(groups);
  return groups.map((group) => ({
    ...BARE,
    id: groupId(group),
    name: group.name,
    project_id: group.tenant_id,
    description: group.description ?? '',
    security_group_rules: [
      ...outgoing(group.id),
      ...group.rules.flatMap((rule) => incoming(rule, idOf)),
    ],
  }));
}

/** The group of a name in a project: there it is unique. */
export type GroupIdOf = (project: string, name: string) => string | undefined;

export function namedGroups(groups: readonly GroupWire[]): GroupIdOf {
  const ids = new Map(
    groups.map((group) => [`${group.tenant_id} ${group.name}`, groupId(group)] as const),
  );
  return (project, name) => ids.get(`${project} ${name}`);
}

/** nova-network lets everything out; Neutron only what a rule lets out. */
function outgoing(group: string): Shaped[] {
  return ['IPv4', 'IPv6'].map((ethertype) => ({
    id: `${group}-egress-${ethertype}`,
    direction: 'egress',
    ethertype,
  }));
}

/**
 * As nova-network's hosts read a rule (nova 16.0.0, nova/virt/firewall.py, `instance_rules`): without a range it is about IPv4, and one
 * that names neither a range nor a group lets nobody in. In Neutron it would let in all.
 */
function incoming(rule: RuleWire, idOf: GroupIdOf): Shaped[] {
  const cidr = rule.ip_range.cidr ?? undefined;
  const { name, tenant_id: project } = rule.group;
  const remote = name && project ? idOf(project, name) : undefined;
  if (cidr === undefined && remote === undefined) return [];
  const isV6 = cidr?.includes(':') === true;
  return [
    {
      id: rule.id,
      direction: 'ingress',
      ethertype: isV6 ? 'IPv6' : 'IPv4',
      protocol: protocolOf(rule, isV6),
      port_range_min: unlessAny(rule.from_port),
      port_range_max: unlessAny(rule.from_port) === null ? null : unlessAny(rule.to_port),
      remote_ip_prefix: cidr ?? null,
      remote_group_id: remote ?? null,
    },
  ];
}

function protocolOf({ ip_protocol: protocol }: RuleWire, isV6: boolean): string | null {
  const name = protocol?.toLowerCase() ?? null;
  return name === 'icmp' && isV6 ? 'ipv6-icmp' : name;
}

function unlessAny(number: number | null | undefined): number | null {
  return number === undefined || number === -1 ? null : number;
}
