import type { Cloud } from '../../openstack/cloud.ts';
import { atMost } from '../microversion.ts';

/** The newest this kind was tried with (Zed). Newer ones change answers: asked for fixed, a newer cloud behaves as Zed. */
const NEWEST = 93;
/** Oldest with everything that the steps need: tags at create. */
export const TAGS_AT_CREATE = '2.52';
/** From 2.47 on a server shows its flavor without the id. */
const SHOWS_FLAVOR_ID = 46;

/** 2.93, or the highest that the cloud has. */
export function newestMicroversion(cloud: Cloud): Promise<string> {
  return atMost(cloud, NEWEST);
}

export function flavorIdMicroversion(cloud: Cloud): Promise<string> {
  return atMost(cloud, SHOWS_FLAVOR_ID);
}
