import type { Concern } from '../../model/concern.ts';
import { checkCapacity } from './capacity.ts';
import type { Check, PlanScope } from './check.ts';
import { checkDefaultQuotas } from './default-quotas.ts';
import { checkImageMembers } from './image-members.ts';
import { checkKeypairQuotas } from './keypair-quotas.ts';
import { checkMappings } from './mappings.ts';
import { checkQuotas } from './quotas.ts';
import { checkSegments } from './segments.ts';
import { checkServerQuotas } from './server-quotas.ts';

/** What is looked at once a plan is made; a new check is one line here. */
const CHECKS: readonly Check[] = [
  checkImageMembers,
  checkMappings,
  checkSegments,
  checkQuotas,
  checkServerQuotas,
  checkKeypairQuotas,
  checkDefaultQuotas,
  checkCapacity,
];

export async function runChecks(scope: PlanScope): Promise<Concern[]> {
  const found = await Promise.all(CHECKS.map((check) => check(scope)));
  return found.flat();
}
