import { MIGRATION_PROPERTY, SOURCE_PROPERTY } from '../../model/provenance.ts';
import type { Translate } from '../resource-kind.ts';
import type { Image } from './schema.ts';

/** On a copy whose data could not be compared by the clouds' own hashes: what of the source it was verified against. */
export const VERIFIED_PROPERTY = 'pumphouse_verified';

/** Glance's own, read-only: one of them in a request fails the whole of it with 403. */
const READ_ONLY = new Set([
  'self',
  'schema',
  'file',
  'direct_url',
  'locations',
  'stores',
  'virtual_size',
  'created_at',
  'updated_at',
]);

/** What Nova writes on a snapshot to say where it came from: ids and names that mean nothing in another cloud. */
const OF_THE_SOURCE = new Set([
  'base_image_ref',
  'boot_roles',
  'image_location',
  'image_state',
  'instance_uuid',
  'owner_id',
  'owner_project_name',
  'owner_user_name',
  'user_id',
]);

/** Signature properties name a certificate in the source's key manager: with them the destination refuses the upload. */
const SIGNATURE = 'img_signature';

const OUR_OWN = new Set([SOURCE_PROPERTY, MIGRATION_PROPERTY, VERIFIED_PROPERTY]);

/** Properties whose value is the id of another image. */
export const IMAGE_PROPERTIES = ['kernel_id', 'ramdisk_id'] as const;

/** The properties an image has for its own sake, in destination terms. */
export function carriedProperties(image: Image, translate: Translate): Record<string, string> {
  const carried: Record<string, string> = {};
  for (const [key, value] of Object.entries(image.properties)) {
    if (isCarried(key)) carried[key] = value;
  }
  for (const key of IMAGE_PROPERTIES) {
    const id = image.properties[key];
    if (id === undefined || id === '') continue;
    const translated = translate('image', id);
    if (translated === undefined) delete carried[key];
    else carried[key] = translated;
  }
  return carried;
}

export function isSigned(image: Image): boolean {
  return Object.keys(image.properties).some((key) => key.startsWith(SIGNATURE));
}

function isCarried(key: string): boolean {
  return !(
    READ_ONLY.has(key) ||
    OF_THE_SOURCE.has(key) ||
    OUR_OWN.has(key) ||
    key.startsWith('os_glance_') ||
    key.startsWith('owner_specified.') ||
    key.startsWith(SIGNATURE)
  );
}
