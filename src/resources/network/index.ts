import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import { networks } from './schema.ts';
import type { Network } from './schema.ts';

export const network = defineKind<Network>({
  kind: 'network',
  dependsOn: ['project'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, networks, id, signal),
  list: (cloud, { project }) => listAll(cloud, networks, { project_id: project }),
  project: (resource: Network) => resource.project_id,
  // An external network is never made, and so needs no project.
  references: (_source, resource: Network) =>
    Promise.resolve(
      resource['router:external'] ? [] : [{ kind: 'project', id: resource.project_id }],
    ),

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, networks, id, signal),
  concerns,
  likeness,
});
