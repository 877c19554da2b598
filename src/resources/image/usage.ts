import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';

const useSchema = z.object({ usage: z.number(), limit: z.number() });
const answer = z.looseObject({ usage: z.record(z.string(), useSchema) });

export type ImageUse = z.output<typeof useSchema>;

/**
 * What the project that the cloud is scoped to has of images, and may have; sizes in MiB. Empty where Glance asks Keystone for no
 * limits, or is older than Xena: https://docs.openstack.org/api-ref/image/v2/#image-service-info-discovery
 */
export async function readImageUses(cloud: Cloud): Promise<Readonly<Record<string, ImageUse>>> {
  try {
    return (await cloud.request('image', { path: '/info/usage', schema: answer })).usage;
  } catch (error) {
    if (hasStatus(error, 403, 404)) return {};
    throw error;
  }
}
