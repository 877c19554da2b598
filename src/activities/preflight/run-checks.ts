import type { Concern } from '../../model/concern.ts';
import type { Check, PlanScope } from './check.ts';
import { clashingAddresses } from './addresses.ts';
import { flavorFeatures } from './flavor-features.ts';
import { checkImageMembers } from './image-members.ts';
import { checkMappings } from './mappings.ts';
import { oldComputes } from './microversions.ts';
import { permissions } from './permissions.ts';
import { checkSegments } from './segments.ts';
import { missingServices } from './services.ts';

/** What is looked at once a plan is made; a new check is one line here. */
const CHECKS: readonly Check[] = [
  permissions,
  missingServices,
  oldComputes,
  clashingAddresses,
  flavorFeatures,
  checkImageMembers,
  checkMappings,
  checkSegments,
];

export async function runChecks(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(CHECKS.map((check) => check(scope)));
  return found.flat();
}
