import { provenanceOfDescription } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { deleteFlavor, listFlavors } from './api.ts';
import { attributes, inCommon } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find, leftHalfMade } from './copy.ts';
import { readFlavor } from './embedded.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import { microversions } from './versions.ts';

export const flavor = defineKind({
  kind: 'flavor',
  dependsOn: [],
  reuse: 'equal',
  facts,

  get: readFlavor,
  list: listFlavors,
  references: () => Promise.resolve([]),

  find,
  provenance: (resource) => provenanceOfDescription(resource.description),
  attributes,
  inCommon,

  create,
  converge,
  leftHalfMade,
  remove: deleteFlavor,
  microversions,
  concerns,
  likeness: (_context, source, candidate) => Promise.resolve(likeness(source, candidate)),
});
