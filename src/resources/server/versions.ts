import type { Cloud } from '../../openstack/cloud.ts';

/** The newest this kind was tried with (Zed). Newer ones change answers: asked for fixed, a newer cloud behaves as Zed. */
const NEWEST = 93;
/** Oldest with everything that the steps need: tags at create. */
export const TAGS_AT_CREATE = '2.52';
/** From 2.47 on a server shows its flavor without the id. */
const SHOWS_FLAVOR_ID = 46;

/** 2.93, or the highest that the cloud has. */
export async function newestMicroversion(cloud: Cloud): Promise<string> {
  return `2.${Math.min(NEWEST, await highest(cloud))}`;
}

export async function flavorIdMicroversion(cloud: Cloud): Promise<string> {
  return `2.${Math.min(SHOWS_FLAVOR_ID, await highest(cloud))}`;
}

/** Whether the cloud has compute 2.`minor`. */
export async function offers(cloud: Cloud, minor: number): Promise<boolean> {
  return (await highest(cloud)) >= minor;
}

/** The minor number; a cloud that hides its versions is taken for one that has all. */
async function highest(cloud: Cloud): Promise<number> {
  const max = (await cloud.versions('compute'))?.microversions?.max;
  return max === undefined ? NEWEST : Number(max.split('.')[1] ?? 1);
}
