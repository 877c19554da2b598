import type { Cloud } from '../openstack/cloud.ts';

/** What a cloud that hides its versions is taken for: one that has all that anybody asks for. */
const ALL = Number.MAX_SAFE_INTEGER;

/** Compute 2.`minor`, or the highest that an older cloud has: for calls whose older answers a kind reads as well. */
export async function atMost(cloud: Cloud, minor: number): Promise<string> {
  return `2.${Math.min(minor, await highestMinor(cloud))}`;
}

/** Whether the cloud has compute 2.`minor`. */
export async function offers(cloud: Cloud, minor: number): Promise<boolean> {
  return (await highestMinor(cloud)) >= minor;
}

async function highestMinor(cloud: Cloud): Promise<number> {
  const max = (await cloud.versions('compute'))?.microversions?.max;
  return max === undefined ? ALL : Number(max.split('.')[1] ?? 1);
}
