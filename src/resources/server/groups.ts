import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import type { WireServer } from './schema.ts';

/** Compute API «Server groups»; a server itself names its group from 2.71 on, and only when asked for alone. */
const groupSchema = z.looseObject({ id: z.string(), members: z.array(z.string()).default([]) });

/** Server id → group id, over all projects. */
export async function groupsByMember(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const groups = cloud.list('compute', {
    path: '/os-server-groups',
    key: 'server_groups',
    schema: groupSchema,
    query: { all_projects: true },
  });
  const byMember = new Map<string, string>();
  for await (const { id, members } of groups) {
    for (const member of members) byMember.set(member, id);
  }
  return byMember;
}

export async function groupOfMember(cloud: Cloud, server: WireServer): Promise<string | undefined> {
  if (server.groups !== undefined) return server.groups[0];
  return (await groupsByMember(cloud)).get(server.id);
}
