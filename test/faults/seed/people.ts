import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { make, put } from './make.ts';

export async function roleNamed(cloud: Cloud, name: string): Promise<string> {
  const { roles } = await cloud.request('identity', {
    path: `/roles?name=${name}`,
    schema: z.object({ roles: z.array(z.looseObject({ id: z.string() })) }),
  });
  return roles[0]?.id ?? '';
}

/** A group with a member, and a role of the source's own, which it has in the project. */
export async function makeGroup(
  cloud: Cloud,
  { project, user, member }: Readonly<Record<'project' | 'user' | 'member', string>>,
): Promise<void> {
  const role = await make(cloud, 'identity', '/roles', {
    role: { name: 'launcher', description: 'Starts rockets' },
  });
  await put(cloud, 'identity', `/roles/${role}/implies/${member}`);
  const group = await make(cloud, 'identity', '/groups', {
    group: { name: 'crew', domain_id: 'default', description: 'Of the launch pad' },
  });
  await put(cloud, 'identity', `/groups/${group}/users/${user}`);
  await put(cloud, 'identity', `/projects/${project}/groups/${group}/roles/${role}`);
}

/** Of all three services, and for one user in it. */
export async function setQuotas(cloud: Cloud, project: string, user: string): Promise<void> {
  const path = `/os-quota-sets/${project}`;
  await put(cloud, 'compute', path, { quota_set: { cores: 50, instances: 40 } });
  await put(cloud, 'compute', `${path}?user_id=${user}`, { quota_set: { cores: 30 } });
  await put(cloud, 'volume', path, { quota_set: { volumes: 7 } });
  await put(cloud, 'network', `/quotas/${project}`, { quota: { port: 300 } });
}
