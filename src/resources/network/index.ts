import { removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { getShareable, listShareable } from '../neutron/sharing.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import { inCommon } from './provider.ts';
import { references } from './references.ts';
import { networks } from './schema.ts';
import type { Network } from './schema.ts';

export const network = defineKind<Network>({
  kind: 'network',
  dependsOn: ['project', 'subnet-pool', 'qos-policy'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getShareable(cloud, networks, id, signal),
  list: (cloud, { project }) => listShareable(cloud, networks, { project_id: project }),
  project: (resource: Network) => resource.project_id,
  references,

  find,
  provenance,
  unfinished,
  attributes,
  asked: ({ availability_zone_hints }) => ({ availability_zone_hints }),
  inCommon,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, networks, id, signal),
  concerns,
  likeness,
});
