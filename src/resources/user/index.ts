import { provenanceOfProperties } from '../../model/provenance.ts';
import { acrossDomains } from '../domain-likeness.ts';
import { defineKind } from '../resource-kind.ts';
import { passwordOf } from '../user-password/companion.ts';
import { deleteUser, getUser, listUsers } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { User } from './schema.ts';

export const user = defineKind<User>({
  kind: 'user',
  dependsOn: ['domain', 'project'],
  reuse: 'as-is',
  facts,

  get: getUser,
  list: (cloud) => listUsers(cloud),
  references: (_source, { domain_id: id }) => Promise.resolve([{ kind: 'domain', id }]),
  companions: (clouds, resource) => passwordOf(clouds, resource),
  // It draws none into the selection.
  mentions: ({ default_project_id: id }) => (id ? [{ kind: 'project', id }] : []),

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  // Made in one call: there is no half-made one.
  unfinished: () => false,
  attributes,
  asked: ({ default_project_id }) => ({ default_project_id: default_project_id ?? undefined }),

  create,
  remove: deleteUser,
  concerns,
  likeness: acrossDomains,
});
