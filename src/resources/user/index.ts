import { provenanceOfProperties } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { passwordOf } from '../user-password/companion.ts';
import { deleteUser, getUser, listUsers } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import { acrossDomains } from '../domain-likeness.ts';

export const user = defineKind({
  kind: 'user',
  dependsOn: ['project'],
  reuse: 'as-is',
  facts,

  get: getUser,
  list: (cloud) => listUsers(cloud),
  // The default project goes along where the id map knows it; it draws none into the selection.
  references: () => Promise.resolve([]),
  companions: (clouds, resource) => passwordOf(clouds, resource),

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  // Made in one call: there is no half-made one.
  unfinished: () => false,
  attributes,

  create,
  remove: deleteUser,
  concerns,
  likeness: (_context, source, candidate) => Promise.resolve(acrossDomains(source, candidate)),
});
