import { hasStatus, OpenStackError } from '../../errors/openstack.ts';
import { SOURCE_PROPERTY } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { deleteImage, listImages, postImage } from './api.ts';

/** The mark of what is made only to ask; no source image has such an id. */
const PROBE = 'probe';

export interface RefusedProperty {
  readonly name: string;
  /** Without its value. */
  readonly why: string;
}

/**
 * Asks a cloud which properties it does not take, by a record without data that is removed again: no call tells what an operator
 * protected (`property_protection_file`). Glance names one at a time, so it is asked again without that one. This writes: for a
 * canary, never for a plan.
 */
export async function probeProperties(
  cloud: Cloud,
  properties: Readonly<Record<string, string>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly RefusedProperty[]> {
  const refused: RefusedProperty[] = [];
  const left = new Map(Object.entries(properties));
  try {
    for (;;) {
      const found = await refusal(cloud, Object.fromEntries(left), signal);
      if (found === undefined) return refused;
      refused.push(found);
      left.delete(found.name);
    }
  } finally {
    for await (const { id } of listImages(cloud, { sourceId: PROBE })) await deleteImage(cloud, id);
  }
}

async function refusal(
  cloud: Cloud,
  properties: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<RefusedProperty | undefined> {
  const body = { ...properties, name: 'pumphouse-probe', visibility: 'private', os_hidden: true };
  try {
    await postImage(cloud, { ...body, [SOURCE_PROPERTY]: PROBE }, signal);
    return undefined;
  } catch (error) {
    const name = refusedProperty(error, properties);
    if (name === undefined || !(error instanceof OpenStackError)) throw error;
    // Glance repeats a value that it refuses (400), and people put secrets there.
    return { name, why: error.status === 403 ? error.detail : 'its schema forbids the value' };
  }
}

/**
 * Which of the properties a refused create is about; undefined where it is about something else. Glance says `Attribute 'x' is reserved.`
 * (403), or of a value that its schema forbids `Failed validating … schema['properties']['x']` (400).
 */
export function refusedProperty(
  error: unknown,
  properties: Readonly<Record<string, unknown>>,
): string | undefined {
  if (!(error instanceof OpenStackError) || !hasStatus(error, 400, 403)) return undefined;
  const { detail } = error;
  return Object.keys(properties).find(
    (name) => detail.includes(`'${name}' is re`) || detail.includes(`['properties']['${name}']`),
  );
}
