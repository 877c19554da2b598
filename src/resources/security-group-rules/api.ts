import type { Cloud, Query } from '../../openstack/cloud.ts';
import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { isDefault } from '../security-group/schema.ts';
import { groupsWithRules, ruleCollection } from './schema.ts';
import type { GroupRules } from './schema.ts';
import { areCopied, sayNothing } from './state.ts';

export async function getRules(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<GroupRules | undefined> {
  const group = await getOne(cloud, groupsWithRules, id, signal);
  return group !== undefined && areCopied(group) ? group : undefined;
}

export async function* listRules(cloud: Cloud, query: Query): AsyncIterable<GroupRules> {
  for await (const group of listAll(cloud, groupsWithRules, query)) {
    if (areCopied(group)) yield group;
  }
}

/** The group itself stays; a default group keeps its rules as well. */
export async function removeRules(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const group = await getOne(cloud, groupsWithRules, id, signal);
  if (group === undefined) return;
  if (!isDefault(group)) {
    for (const rule of group.security_group_rules) {
      await removeOne(cloud, ruleCollection, rule.id, signal);
    }
  }
  await sayNothing(cloud, id);
}
