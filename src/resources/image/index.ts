import type { Reference } from '../../model/reference.ts';
import { provenanceOfProperties } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { deleteImage, getImage, listImages } from './api.ts';
import { attributes, needsOwner } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find, isUnfinished } from './copy.ts';
import { facts } from './facts.ts';
import { IMAGE_PROPERTIES } from './properties.ts';
import type { Image } from './schema.ts';

export const image = defineKind({
  kind: 'image',
  dependsOn: ['project', 'image'],
  bulk: true,
  reuse: 'equal',
  facts,

  get: getImage,
  list: listImages,
  project: (resource) => resource.owner,
  references: (_source, resource) => Promise.resolve(references(resource)),

  bytes: ({ size }) => size ?? 0,

  find,
  provenance: (resource) => provenanceOfProperties(resource.properties),
  unfinished: isUnfinished,
  attributes,

  create,
  converge,
  remove: deleteImage,
  concerns,
});

/** Kernel and ramdisk; the owner too, but not of an image for everybody: that is the operator's, in either cloud. */
function references(resource: Image): Reference[] {
  const owner = needsOwner(resource) ? resource.owner : undefined;
  const parts = IMAGE_PROPERTIES.map((key) => resource.properties[key] ?? '').filter(
    (id) => id !== '',
  );
  return [
    ...(owner === undefined ? [] : [{ kind: 'project', id: owner }]),
    ...parts.map((id) => ({ kind: 'image', id })),
  ];
}
