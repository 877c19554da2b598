import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { offers } from '../../resources/microversion.ts';
import { TAGS_AT_CREATE } from '../../resources/server/versions.ts';
import type { PlanScope } from './check.ts';
import { countToMake } from './to-make.ts';

const NEEDED = Number(TAGS_AT_CREATE.split('.')[1]);

/** Servers are marked by tags, in the call that makes them, and on the source while they move. The other kinds' calls tell their own. */
export async function oldComputes({ source, destination, items }: PlanScope): Promise<Concern[]> {
  const servers = countToMake(items, 'server');
  if (servers === 0) return [];
  const found = await Promise.all(
    [source, destination].map(async (cloud) =>
      (await offers(cloud, NEEDED)) ? [] : [await tooOld(cloud, servers)],
    ),
  );
  return found.flat();
}

async function tooOld(cloud: Cloud, servers: number): Promise<Concern> {
  const max = (await cloud.versions('compute'))?.microversions?.max ?? 'none';
  return {
    severity: 'blocker',
    code: 'microversion-missing',
    subject: cloud.name,
    message: `${cloud.name} has compute microversions up to ${max}, and ${count(servers, 'server')} cannot be marked with tags, which came with ${TAGS_AT_CREATE} (Pike).`,
    remedy: 'Upgrade its Nova to Pike or later, or leave the servers out.',
  };
}
