import type { Answer, Call, Route } from '../http/call.ts';
import { at } from './door.ts';
import { limitOf, usedOf } from './quota.ts';
import type { Resource } from './quota.ts';
import type { Nova } from './state.ts';

/** Name, resource, and the first microversion that has it no longer. */
const LIMITS: readonly (readonly [string, Resource, number])[] = [
  ['maxTotalInstances', 'instances', 100],
  ['maxTotalCores', 'cores', 100],
  ['maxTotalRAMSize', 'ram', 100],
  ['maxServerMeta', 'metadata_items', 100],
  ['maxImageMeta', 'metadata_items', 39],
  ['maxPersonality', 'injected_files', 57],
  ['maxPersonalitySize', 'injected_file_content_bytes', 57],
  ['maxTotalKeypairs', 'key_pairs', 100],
  ['maxServerGroups', 'server_groups', 100],
  ['maxServerGroupMembers', 'server_group_members', 100],
  ['maxTotalFloatingIps', 'floating_ips', 36],
  ['maxSecurityGroups', 'security_groups', 36],
  ['maxSecurityGroupRules', 'security_group_rules', 36],
];

const USED: readonly (readonly [string, Resource, number])[] = [
  ['totalRAMUsed', 'ram', 100],
  ['totalCoresUsed', 'cores', 100],
  ['totalInstancesUsed', 'instances', 100],
  ['totalFloatingIpsUsed', 'floating_ips', 36],
  ['totalSecurityGroupsUsed', 'security_groups', 36],
  ['totalServerGroupsUsed', 'server_groups', 100],
];

/** Compute API «Limits». */
export function limitRoutes(nova: Nova): Route[] {
  return [at('GET', '/limits', (call) => limits(nova, call))];
}

function limits(nova: Nova, { token, microversion, query }: Call): Answer {
  const named = token.isAdmin ? query.get('tenant_id') : null;
  const projectId = named ?? token.projectId ?? '';
  const used = usedOf(nova, projectId);
  const there = (list: typeof LIMITS): typeof LIMITS =>
    list.filter(([, , until]) => microversion < until);
  const absolute = Object.fromEntries([
    ...there(LIMITS).map(([name, resource]) => [name, limitOf(nova, resource, projectId)] as const),
    ...there(USED).map(([name, resource]) => [name, used[resource] ?? 0] as const),
  ]);
  return { status: 200, body: { limits: { rate: [], absolute } } };
}
