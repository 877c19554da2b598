import { provenanceOfProperties } from '../../model/provenance.ts';
import { getOne, listAll } from '../keystone/collection.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find, remove } from './copy.ts';
import { facts } from './facts.ts';
import { domains } from './api.ts';
import type { Domain } from './schema.ts';

export const domain = defineKind<Domain>({
  kind: 'domain',
  dependsOn: [],
  reuse: 'as-is',
  facts,

  get: (cloud, id, signal) => getOne(cloud, domains, id, signal),
  list: (cloud) => listAll(cloud, domains),
  references: () => Promise.resolve([]),

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  // Made in one call: there is no half-made one.
  unfinished: () => false,
  attributes,

  create,
  remove,
  concerns,
});
