import { provenanceOfProperties } from '../../model/provenance.ts';
import { removeOne } from '../keystone/collection.ts';
import { unfinished } from '../keystone/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { getGroup, groups, listGroups } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { Group } from './schema.ts';

export const group = defineKind<Group>({
  kind: 'group',
  dependsOn: ['domain', 'user'],
  // Its members get what the group is given: another one of the same name is not taken for it.
  reuse: 'equal',
  facts,

  get: getGroup,
  list: (cloud) => listGroups(cloud),
  references: (_source, { domain_id, members }) =>
    Promise.resolve([
      { kind: 'domain', id: domain_id },
      ...members.map((id) => ({ kind: 'user', id })),
    ]),

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, groups, id, signal),
});
