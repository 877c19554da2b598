import type { Concern } from '../../model/concern.ts';
import { remembering } from '../../openstack/remember.ts';
import { clashingAddresses } from './addresses.ts';
import { capacity } from './capacity.ts';
import type { Check, PlanScope } from './check.ts';
import { closedProjects } from './closed-projects.ts';
import { defaultProjects } from './default-projects.ts';
import { defaultQuotas } from './default-quotas.ts';
import { flavorFeatures } from './flavor-features.ts';
import { identityDatabases } from './identity-databases.ts';
import { imageLimits } from './image-limits.ts';
import { imageMembers } from './image-members.ts';
import { inheritedAccess } from './inherited-access.ts';
import { keypairQuotas } from './keypair-quotas.ts';
import { mappedAddresses } from './mapped-addresses.ts';
import { idleMappings } from './mappings.ts';
import { oldComputes } from './microversions.ts';
import { tooLargeMtus } from './mtu.ts';
import { novaNetwork } from './nova-network.ts';
import { permissions } from './permissions.ts';
import { quotas } from './quotas.ts';
import { rights } from './rights.ts';
import { sharedSegments } from './segments.ts';
import { serverQuotas } from './server-quotas.ts';
import { missingServices } from './services.ts';
import { leftSharing } from './sharing.ts';
import { usableNetworks } from './usable-networks.ts';
import { waysIn } from './ways-in.ts';

/** What is looked at once a plan is made; a new check is one line here. */
const CHECKS: readonly Check[] = [
  permissions,
  missingServices,
  oldComputes,
  identityDatabases,
  idleMappings,
  sharedSegments,
  leftSharing,
  novaNetwork,
  tooLargeMtus,
  clashingAddresses,
  mappedAddresses,
  waysIn,
  usableNetworks,
  closedProjects,
  defaultProjects,
  rights,
  imageMembers,
  flavorFeatures,
  inheritedAccess,
  quotas,
  imageLimits,
  serverQuotas,
  keypairQuotas,
  defaultQuotas,
  capacity,
];

export async function runChecks(scope: PlanScope): Promise<Concern[]> {
  // Several checks ask for the same flavors, networks and quotas.
  const asked = { ...scope, destination: remembering(scope.destination) };
  const found = await Promise.all(CHECKS.map((check) => check(asked)));
  return found.flat();
}
