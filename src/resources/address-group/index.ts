import { provenanceOfDescription } from '../../model/provenance.ts';
import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { addressGroups } from './schema.ts';
import type { AddressGroup } from './schema.ts';

export const addressGroup = defineKind<AddressGroup>({
  kind: 'address-group',
  dependsOn: ['project'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, addressGroups, id, signal),
  list: (cloud, { project }) => listAll(cloud, addressGroups, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, { project_id: id }) => Promise.resolve([{ kind: 'project', id }]),

  find,
  provenance: ({ description }) => provenanceOfDescription(description),
  unfinished: ({ description }) => provenanceOfDescription(description) !== undefined,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, addressGroups, id, signal),
  concerns,
});
