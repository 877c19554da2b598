import type { Cloud } from '../../openstack/cloud.ts';
import { getOne } from '../neutron/collection.ts';
import { provenance, setTags } from '../neutron/mark.ts';
import { securityGroups } from '../security-group/schema.ts';
import { groupsWithRules } from './schema.ts';
import type { GroupRules } from './schema.ts';

/**
 * A group of ours has rules from its first moment: Neutron's own. Tags on it say whether ours have come. Groups that are
 * not ours have the rules they have.
 */
const BEGUN = 'pumphouse:rules=begun';
const DONE = 'pumphouse:rules=done';

export function areCopied(group: GroupRules): boolean {
  return provenance(group) === undefined || group.tags.includes(BEGUN) || group.tags.includes(DONE);
}

export function areUnfinished(group: GroupRules): boolean {
  return group.adopted !== undefined || group.tags.includes(BEGUN);
}

export async function sayBegun(cloud: Cloud, id: string): Promise<void> {
  await say(cloud, id, BEGUN);
}

export async function sayDone(cloud: Cloud, id: string): Promise<void> {
  await say(cloud, id, DONE);
}

export async function sayNothing(cloud: Cloud, id: string): Promise<void> {
  await say(cloud, id, undefined);
}

async function say(cloud: Cloud, id: string, word: string | undefined): Promise<void> {
  const group = await getOne(cloud, groupsWithRules, id);
  if (group === undefined) return;
  const others = group.tags.filter((tag) => tag !== BEGUN && tag !== DONE);
  await setTags(cloud, securityGroups, group, word === undefined ? others : [...others, word]);
}
