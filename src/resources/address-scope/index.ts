import { provenanceOfDescription } from '../../model/provenance.ts';
import { removeOne } from '../neutron/collection.ts';
import { getShareable, listShareable } from '../neutron/sharing.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { addressScopes } from './schema.ts';
import type { AddressScope } from './schema.ts';

export const addressScope = defineKind<AddressScope>({
  kind: 'address-scope',
  dependsOn: ['project'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getShareable(cloud, addressScopes, id, signal),
  list: (cloud, { project }) => listShareable(cloud, addressScopes, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, { project_id: id }) => Promise.resolve([{ kind: 'project', id }]),

  find,
  provenance: ({ name }) => provenanceOfDescription(name),
  unfinished: ({ name }) => provenanceOfDescription(name) !== undefined,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, addressScopes, id, signal),
  concerns,
});
