import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import { subnets } from './schema.ts';
import type { Subnet } from './schema.ts';

export const subnet = defineKind<Subnet>({
  kind: 'subnet',
  dependsOn: ['network', 'subnet-pool'],
  reuse: 'as-is',
  facts,

  get: (cloud, id, signal) => getOne(cloud, subnets, id, signal),
  list: (cloud, { project }) => listAll(cloud, subnets, { project_id: project }),
  project: (resource: Subnet) => resource.project_id,
  // Its pool through the network, which needs none where it is mapped. Not its project: its network's is the one that counts, and an external network's is not needed at all.
  references: (_source, resource: Subnet) =>
    Promise.resolve([{ kind: 'network', id: resource.network_id }]),
  mentions: ({ subnetpool_id: pool }) => (pool ? [{ kind: 'subnet-pool', id: pool }] : []),

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, subnets, id, signal),
  concerns,
  likeness: (...compared) => Promise.resolve(likeness(...compared)),
});
