import type { Reference } from '../../model/reference.ts';
import { provenanceOfProperties } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { deleteImage, getImage, listImages } from './api.ts';
import { attributes, needsOwner } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find, isUnfinished } from './copy.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import { IMAGE_PROPERTIES, pointed } from './properties.ts';
import type { Image } from './schema.ts';

export const image = defineKind({
  kind: 'image',
  dependsOn: ['project', 'user', 'image'],
  bulk: true,
  reuse: 'equal',
  facts,

  get: getImage,
  list: listImages,
  project: (resource) => resource.owner,
  references: (_source, resource) => Promise.resolve(references(resource)),
  mentions: (resource) => [...ownerOf(resource), ...pointed(resource)],
  bytes: ({ size }) => size ?? 0,

  find,
  provenance: (resource) => provenanceOfProperties(resource.properties),
  unfinished: isUnfinished,
  attributes,
  asked: (resource) => ({
    'owner of a public or community image': needsOwner(resource) ? undefined : resource.owner,
  }),

  create,
  converge,
  remove: deleteImage,
  concerns,
  likeness: (...compared) => Promise.resolve(likeness(...compared)),
});

/** Of an image for everybody, who owns it is carried where the owner is copied anyway. */
function ownerOf({ owner }: Image): Reference[] {
  return owner === undefined ? [] : [{ kind: 'project', id: owner }];
}

/** Kernel and ramdisk; the owner too, but not of an image for everybody. */
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
