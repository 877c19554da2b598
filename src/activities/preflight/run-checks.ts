import type { Concern } from '../../model/concern.ts';
import type { Check, PlanScope } from './check.ts';
import { checkIdentityDatabases } from './identity-databases.ts';
import { checkImageMembers } from './image-members.ts';
import { checkMappings } from './mappings.ts';
import { checkSegments } from './segments.ts';

/** What is looked at once a plan is made; a new check is one line here. */
const CHECKS: readonly Check[] = [
  checkIdentityDatabases,
  checkImageMembers,
  checkMappings,
  checkSegments,
];

export async function runChecks(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(CHECKS.map((check) => check(scope)));
  return found.flat();
}
