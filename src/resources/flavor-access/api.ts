import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { listFlavors } from '../flavor/api.ts';
import { isEmbedded, readFlavor } from '../flavor/embedded.ts';
import type { Flavor } from '../flavor/schema.ts';
import { atMost } from '../microversion.ts';
import { accessId, accessSchema, parseAccessId } from './schema.ts';
import type { FlavorAccess } from './schema.ts';

/** Compute API «Flavors Access»: https://docs.openstack.org/api-ref/compute/#flavors */
const MINOR = 61;

/** Of a public flavor every project has it, though no list says so; of a deleted one those that have servers of it. */
export async function getAccess(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<FlavorAccess | undefined> {
  const { flavorId, projectId } = parseAccessId(id);
  const flavor = await readFlavor(cloud, flavorId, signal);
  if (flavor === undefined) return undefined;
  const everybody = flavor.isPublic || isEmbedded(flavorId);
  const allowed = everybody || (await projectsOf(cloud, flavor)).includes(projectId);
  return allowed ? { id, name: flavor.name, flavorId, projectId } : undefined;
}

/** Of the private flavors: one for each project on their lists. */
export async function* listAccess(
  cloud: Cloud,
  scope: { readonly project?: string },
): AsyncIterable<FlavorAccess> {
  for await (const flavor of listFlavors(cloud)) {
    if (flavor.isPublic) continue;
    for (const projectId of await projectsOf(cloud, flavor)) {
      if (scope.project !== undefined && scope.project !== projectId) continue;
      const id = accessId(flavor.id, projectId);
      yield { id, name: flavor.name, flavorId: flavor.id, projectId };
    }
  }
}

async function projectsOf(cloud: Cloud, flavor: Flavor): Promise<string[]> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: `/flavors/${encodeURIComponent(flavor.id)}/os-flavor-access`,
      schema: accessSchema,
    }),
  );
  return answer?.flavor_access.map((entry) => entry.tenant_id) ?? [];
}

/** That it is there already (409) is fine. */
export async function addAccess(cloud: Cloud, flavorId: string, projectId: string): Promise<void> {
  try {
    await act(cloud, flavorId, { addTenantAccess: { tenant: projectId } });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}

export async function removeAccess(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const { flavorId, projectId } = parseAccessId(id);
  await unlessAbsent(act(cloud, flavorId, { removeTenantAccess: { tenant: projectId } }, signal));
}

async function act(
  cloud: Cloud,
  flavorId: string,
  body: unknown,
  signal?: AbortSignal,
): Promise<void> {
  await cloud.call('compute', {
    method: 'POST',
    path: `/flavors/${encodeURIComponent(flavorId)}/action`,
    body,
    microversion: await atMost(cloud, MINOR),
    signal,
  });
}
