import { z } from 'zod';
import { collect } from '../resources/collect.ts';
import type { DemoClouds } from './clouds.ts';

export interface Seen {
  readonly status: string;
  readonly locked: boolean;
}

const schema = z.looseObject({ name: z.string(), status: z.string(), locked: z.boolean() });

/** All servers of a cloud, by name. */
export async function serversOf(
  clouds: DemoClouds,
  name: string,
): Promise<ReadonlyMap<string, Seen>> {
  const cloud = await clouds.open(name);
  const servers = await collect(
    cloud.list('compute', {
      path: '/servers/detail',
      key: 'servers',
      schema,
      query: { all_tenants: true },
      // The first that shows a lock.
      microversion: '2.9',
    }),
  );
  return new Map(servers.map((server) => [server.name, server]));
}
