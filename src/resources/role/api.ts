import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { hasStatus } from '../../errors/openstack.ts';
import { unlessAbsent } from '../absent.ts';
import { collection, getOne, listAll, listEverywhere, pathOf } from '../keystone/collection.ts';
import { roleSchema } from './schema.ts';
import type { Role } from './schema.ts';

/** Identity API «Roles»: https://docs.openstack.org/api-ref/identity/v3/#roles */
export const roles = collection('role', roleSchema);

const rule = z.looseObject({
  implies: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});

export async function getRole(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Role | undefined> {
  const role = await getOne(cloud, roles, id, signal);
  return role && withImplied(cloud, role);
}

/** Those of the cloud, then those of its domains, which Keystone lists by domain only. */
export async function* listRoles(cloud: Cloud): AsyncIterable<Role> {
  for await (const role of listAll(cloud, roles)) yield await withImplied(cloud, role);
  for await (const role of listEverywhere(cloud, roles)) yield await withImplied(cloud, role);
}

/** Keystone says 409 where it implies that role already; a proxy may say it of anything. */
export async function imply(cloud: Cloud, id: string, implied: string): Promise<void> {
  try {
    const path = `${pathOf(roles, id)}/implies/${encodeURIComponent(implied)}`;
    await cloud.call('identity', { method: 'PUT', path });
  } catch (error) {
    const now = hasStatus(error, 409) ? await impliedBy(cloud, id) : [];
    if (!now.some((each) => each.id === implied)) throw error;
  }
}

export async function withImplied(cloud: Cloud, role: z.output<typeof roleSchema>): Promise<Role> {
  return { ...role, implies: await impliedBy(cloud, role.id) };
}

async function impliedBy(cloud: Cloud, id: string): Promise<Role['implies']> {
  // Absent in clouds before 9 (Mitaka), and where the role was removed meanwhile.
  const answer = await unlessAbsent(
    cloud.request('identity', {
      path: `${pathOf(roles, id)}/implies`,
      schema: z.looseObject({ role_inference: rule }),
    }),
  );
  const implies = answer?.role_inference.implies ?? [];
  return implies.map(({ id: implied, name }) => ({ id: implied, name }));
}
