import { isProvenanceTag, provenanceOfProperties } from '../../model/provenance.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { carriedProperties, VERIFIED_PROPERTY } from './properties.ts';
import type { Image } from './schema.ts';

/**
 * The owner of a public or community image is left out: its project may lie outside of the selection. Whom it is shared with is the
 * kind `image-member`.
 */
export function attributes(image: Image, translate: Translate): Attributes {
  return {
    name: image.name,
    status: image.status,
    data: dataOf(image),
    size: image.size,
    visibility: image.visibility,
    owner: needsOwner(image) ? translate('project', image.owner ?? '') : undefined,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    min_disk: image.minDisk,
    min_ram: image.minRam,
    protected: image.protected,
    os_hidden: image.hidden,
    tags: image.tags.filter((tag) => !isProvenanceTag(tag)).toSorted(),
    properties: carriedProperties(image, translate),
  };
}

/** It has data; an administrator reads those of a deactivated one too. */
export function isReadable({ status }: Image): boolean {
  return status === 'active' || status === 'deactivated';
}

export function needsOwner(image: Image): boolean {
  return image.visibility === 'private' || image.visibility === 'shared';
}

/**
 * What identifies an image's bytes: `sha512:…` where Glance hashed them, `md5:…` of before Rocky, else their number. A copy that was
 * verified by another way than equal hashes says against what.
 */
export function dataOf(image: Image): string {
  const own = fingerprint(image);
  const verified = image.properties[VERIFIED_PROPERTY];
  if (verified === undefined || provenanceOfProperties(image.properties) === undefined) return own;
  const algorithm = verified.slice(0, verified.indexOf(':'));
  return own.startsWith(`${algorithm}:`) ? own : verified;
}

export function fingerprint(image: Image): string {
  if (image.hash !== undefined && image.hashAlgorithm !== undefined) {
    return `${image.hashAlgorithm}:${image.hash}`;
  }
  return image.checksum === undefined ? `size:${image.size}` : `md5:${image.checksum}`;
}
