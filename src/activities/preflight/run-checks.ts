import type { Concern } from '../../model/concern.ts';
import type { Check, PlanScope } from './check.ts';
import { clashingAddresses } from './addresses.ts';
import { checkCapacity } from './capacity.ts';
import { checkDefaultQuotas } from './default-quotas.ts';
import { flavorFeatures } from './flavor-features.ts';
import { checkImageMembers } from './image-members.ts';
import { checkKeypairQuotas } from './keypair-quotas.ts';
import { checkMappings } from './mappings.ts';
import { checkMtu } from './mtu.ts';
import { oldComputes } from './microversions.ts';
import { permissions } from './permissions.ts';
import { checkQuotas } from './quotas.ts';
import { checkSegments } from './segments.ts';
import { checkServerQuotas } from './server-quotas.ts';
import { missingServices } from './services.ts';
import { checkSharing } from './sharing.ts';

/** What is looked at once a plan is made; a new check is one line here. */
const CHECKS: readonly Check[] = [
  permissions,
  missingServices,
  oldComputes,
  clashingAddresses,
  checkCapacity,
  checkDefaultQuotas,
  flavorFeatures,
  checkImageMembers,
  checkKeypairQuotas,
  checkMappings,
  checkQuotas,
  checkSegments,
  checkServerQuotas,
  checkSharing,
  checkMtu,
];

export async function runChecks(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(CHECKS.map((check) => check(scope)));
  return found.flat();
}
