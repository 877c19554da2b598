import type { Cloud } from '../../openstack/cloud.ts';
import { atMost } from '../microversion.ts';
import type { MicroversionNeed } from '../resource-kind.ts';

/** The newest this kind was tried with (Zed). Newer ones change answers: asked for fixed, a newer cloud behaves as Zed. */
const NEWEST = 93;
/** Oldest with everything that the steps need: tags at create. */
const WITH_TAGS = 52;
export const TAGS_AT_CREATE = `2.${WITH_TAGS}`;
/** From 2.47 on a server shows its flavor without the id. */
const SHOWS_FLAVOR_ID = 46;

/** 2.93, or the highest that the cloud has. */
export function newestMicroversion(cloud: Cloud): Promise<string> {
  return atMost(cloud, NEWEST);
}

export function flavorIdMicroversion(cloud: Cloud): Promise<string> {
  return atMost(cloud, SHOWS_FLAVOR_ID);
}

/** Servers are marked by tags, in the call that makes them, and on the source while they move. */
export function microversions(): readonly MicroversionNeed[] {
  return [
    {
      minor: WITH_TAGS,
      release: 'Pike',
      clouds: 'both',
      lacking: 'cannot be marked with tags',
      severity: 'blocker',
      remedy: 'Upgrade its Nova to Pike or later, or leave the servers out.',
    },
  ];
}
