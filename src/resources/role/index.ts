import { provenanceOfProperties } from '../../model/provenance.ts';
import { unfinished } from '../keystone/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getRole, listRoles } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find, remove } from './copy.ts';
import { facts } from './facts.ts';
import type { Role } from './schema.ts';

export const role = defineKind<Role>({
  kind: 'role',
  // A role that implies another: the other comes first.
  dependsOn: ['domain', 'role'],
  reuse: 'as-is',
  facts,

  get: getRole,
  list: (cloud) => listRoles(cloud),
  references: (_source, { domain_id: domain, implies }) =>
    Promise.resolve([
      ...(domain === null ? [] : [{ kind: 'domain', id: domain }]),
      ...implies.map(({ id }) => ({ kind: 'role', id })),
    ]),

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  unfinished,
  attributes,

  create,
  converge,
  remove,
});
