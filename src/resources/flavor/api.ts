import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { flavorSchema } from './schema.ts';
import type { Flavor } from './schema.ts';
import { z } from 'zod';

/** Compute API «Flavors»: https://docs.openstack.org/api-ref/compute/#flavors */
const MICROVERSION = '2.61';
const flavorAnswer = z.looseObject({ flavor: flavorSchema });

export async function getFlavor(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Flavor | undefined> {
  const answer = await unlessAbsent(
    cloud.request('compute', {
      path: flavorPath(id),
      schema: flavorAnswer,
      microversion: MICROVERSION,
      signal,
    }),
  );
  return answer?.flavor;
}

/** Public and private ones: an admin sees the private ones only with `is_public=None`. */
export function listFlavors(cloud: Cloud): AsyncIterable<Flavor> {
  return cloud.list('compute', {
    path: '/flavors/detail',
    key: 'flavors',
    schema: flavorSchema,
    query: { is_public: 'None' },
    microversion: MICROVERSION,
  });
}

export async function createFlavor(
  cloud: Cloud,
  { id, name, ram, vcpus, disk, swap, ephemeral, rxtxFactor, isPublic, description }: Flavor,
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
    description,
  };
  await cloud.call('compute', {
    method: 'POST',
    path: '/flavors',
    body: { flavor },
    microversion: MICROVERSION,
  });
  return id;
}

export async function setDescription(
  cloud: Cloud,
  id: string,
  description: string | null,
): Promise<void> {
  await cloud.call('compute', {
    method: 'PUT',
    path: flavorPath(id),
    body: { flavor: { description } },
    microversion: MICROVERSION,
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
    microversion: MICROVERSION,
  });
}

export async function deleteFlavor(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  await unlessAbsent(
    cloud.call('compute', {
      method: 'DELETE',
      path: flavorPath(id),
      microversion: MICROVERSION,
      signal,
    }),
  );
}

/** Flavor ids may hold spaces. */
function flavorPath(id: string): string {
  return `/flavors/${encodeURIComponent(id)}`;
}
