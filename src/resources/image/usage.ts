import { z } from 'zod';
import { OpenStackError, hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';

const useSchema = z.object({ usage: z.number(), limit: z.number() });
const answer = z.looseObject({ usage: z.record(z.string(), useSchema) });

export type ImageUse = z.output<typeof useSchema>;

/**
 * What the project that the cloud is scoped to has of images, and may have; sizes in MiB. Empty where Glance asks Keystone for no
 * limits, or is older than Xena: https://docs.openstack.org/api-ref/image/v2/#image-service-info-discovery
 * The error where it answers otherwise: one that cannot read its limits from Keystone fails.
 */
export async function readImageUses(
  cloud: Cloud,
): Promise<Readonly<Record<string, ImageUse>> | OpenStackError> {
  try {
    return (await cloud.request('image', { path: '/info/usage', schema: answer })).usage;
  } catch (error) {
    if (hasStatus(error, 403, 404)) return {};
    if (error instanceof OpenStackError && error.status !== undefined) return error;
    throw error;
  }
}
