import { z } from 'zod';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { atMost, offers } from '../microversion.ts';
import { extraSpecsSchema, flavorSchema } from './schema.ts';
import type { Flavor, WireFlavor } from './schema.ts';
import { DESCRIPTION } from './versions.ts';

/**
 * Compute API «Flavors»: https://docs.openstack.org/api-ref/compute/#flavors
 * Asked for exactly: from 2.102 on there is no `rxtx_factor`, and to send it is refused.
 */
const MINOR = 61;
const flavorAnswer = z.looseObject({ flavor: flavorSchema });
const madeAnswer = z.looseObject({ flavor: z.looseObject({ id: z.string() }) });

export async function getFlavor(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Flavor | undefined> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: flavorPath(id),
      schema: flavorAnswer,
      microversion: await atMost(cloud, MINOR),
      signal,
    }),
  );
  return answer && withExtraSpecs(cloud, answer.flavor);
}

/** Public and private ones: an admin sees the private ones only with `is_public=None`. */
export async function* listFlavors(cloud: Cloud): AsyncGenerator<Flavor> {
  const flavors = cloud.list('compute', {
    path: '/flavors/detail',
    key: 'flavors',
    schema: flavorSchema,
    query: { is_public: 'None' },
    microversion: await atMost(cloud, MINOR),
  });
  for await (const flavor of flavors) {
    const whole = await withExtraSpecs(cloud, flavor);
    if (whole !== undefined) yield whole;
  }
}

/** A cloud of before Rocky (2.61) tells them by themselves. Undefined where the flavor is gone meanwhile. */
async function withExtraSpecs(cloud: Cloud, flavor: WireFlavor): Promise<Flavor | undefined> {
  const { extraSpecs } = flavor;
  if (extraSpecs !== undefined) return { ...flavor, extraSpecs };
  const path = `${flavorPath(flavor.id)}/os-extra_specs`;
  const answer = await unlessAbsent(cloud.request('compute', { path, schema: extraSpecsSchema }));
  return answer && { ...flavor, extraSpecs: answer.extra_specs };
}

/** Whether its flavors have descriptions, and so room for our mark. */
export function describesFlavors(cloud: Cloud): Promise<boolean> {
  return offers(cloud, DESCRIPTION);
}

/** Nova chooses the id where `id` is null. An older cloud takes no description. @throws OpenStackError 409: the id or the name is taken */
export async function createFlavor(
  cloud: Cloud,
  id: string | null,
  { name, ram, vcpus, disk, swap, ephemeral, rxtxFactor, isPublic, description }: Flavor,
): Promise<string> {
  const flavor = {
    id,
    name,
    ram,
    vcpus,
    disk,
    swap,
    'OS-FLV-EXT-DATA:ephemeral': ephemeral,
    rxtx_factor: rxtxFactor,
    'os-flavor-access:is_public': isPublic,
    ...((await describesFlavors(cloud)) && { description }),
  };
  const made = await cloud.request('compute', {
    method: 'POST',
    path: '/flavors',
    body: { flavor },
    schema: madeAnswer,
    microversion: await atMost(cloud, MINOR),
  });
  return made.flavor.id;
}

/** @throws UnsupportedError of an older cloud */
export async function setDescription(
  cloud: Cloud,
  id: string,
  description: string | null,
): Promise<void> {
  await cloud.call('compute', {
    method: 'PUT',
    path: flavorPath(id),
    body: { flavor: { description } },
    microversion: `2.${DESCRIPTION}`,
  });
}

export async function setExtraSpecs(
  cloud: Cloud,
  id: string,
  specs: Readonly<Record<string, string>>,
): Promise<void> {
  await cloud.call('compute', {
    method: 'POST',
    path: `${flavorPath(id)}/os-extra_specs`,
    body: { extra_specs: specs },
    microversion: await atMost(cloud, MINOR),
  });
}

export async function deleteFlavor(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  await unlessAbsent(
    cloud.call('compute', {
      method: 'DELETE',
      path: flavorPath(id),
      microversion: await atMost(cloud, MINOR),
      signal,
    }),
  );
}

/** Flavor ids may hold spaces. */
function flavorPath(id: string): string {
  return `/flavors/${encodeURIComponent(id)}`;
}
