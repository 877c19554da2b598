import { MIGRATION_PROPERTY, SOURCE_PROPERTY } from '../../model/provenance.ts';
import type { Reference } from '../../model/reference.ts';
import type { Translate } from '../resource-kind.ts';
import type { Image } from './schema.ts';

/** On a copy whose data could not be compared by the clouds' own hashes: what of the source it was verified against. */
export const VERIFIED_PROPERTY = 'pumphouse_verified';

/** On a copy from its create until everything else is as in the source: until then it is completed, and after that its owners'. */
export const UNFINISHED_PROPERTY = 'pumphouse_unfinished';

/** Glance's own, read-only: one of them in a request fails the whole of it with 403. */
const READ_ONLY = new Set([
  'self',
  'schema',
  'file',
  'direct_url',
  'location',
  'locations',
  'stores',
  'virtual_size',
  'created_at',
  'updated_at',
  'deleted',
  'deleted_at',
]);
const RESERVED = 'os_glance';

/** What Nova writes on a snapshot to say where it came from: ids of the source, by the kind of what they name. */
const POINTERS: Readonly<Record<string, string>> = {
  base_image_ref: 'image',
  instance_uuid: 'server',
  owner_id: 'project',
  user_id: 'user',
};
/** Under it a copy keeps a pointer to what the destination does not have. */
const KEPT = 'pumphouse_was_';

/** Signature properties name a certificate in the source's key manager: with them the destination refuses the upload. */
const SIGNATURE = 'img_signature';

const OUR_OWN = new Set([
  SOURCE_PROPERTY,
  MIGRATION_PROPERTY,
  VERIFIED_PROPERTY,
  UNFINISHED_PROPERTY,
]);

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

/**
 * Where a snapshot came from: what the destination has of it, else the source's id under another name. No attribute: what one
 * migration knows of the destination the next may not.
 */
export function pointers(image: Image, translate: Translate): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, kind] of Object.entries(POINTERS)) {
    const id = image.properties[key];
    if (id === undefined || id === '') continue;
    const translated = translate(kind, id);
    if (translated === undefined) found[KEPT + key] = id;
    else found[key] = translated;
  }
  return found;
}

/** What a snapshot's pointers name, as far as it can be in the destination before it: its server cannot. */
export function pointed(image: Image): Reference[] {
  return Object.entries(POINTERS).flatMap(([key, kind]) => {
    const id = image.properties[key];
    return id === undefined || id === '' || kind === 'server' ? [] : [{ kind, id }];
  });
}

export function isSigned(image: Image): boolean {
  return Object.keys(image.properties).some((key) => key.startsWith(SIGNATURE));
}

function isCarried(key: string): boolean {
  return !(
    READ_ONLY.has(key) ||
    Object.hasOwn(POINTERS, key) ||
    OUR_OWN.has(key) ||
    key.startsWith(KEPT) ||
    key.startsWith(RESERVED) ||
    key.startsWith(SIGNATURE)
  );
}
