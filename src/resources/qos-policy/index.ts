import { removeOne } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { getShareable, listShareable } from '../neutron/sharing.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { qosPolicies } from './schema.ts';
import type { QosPolicy } from './schema.ts';

/** With its rules, which are parts of it and nothing by themselves. */
export const qosPolicy = defineKind<QosPolicy>({
  kind: 'qos-policy',
  dependsOn: ['project'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getShareable(cloud, qosPolicies, id, signal),
  async *list(cloud, { project }) {
    if (!(await extensionsOf(cloud)).has('qos')) return;
    yield* listShareable(cloud, qosPolicies, { project_id: project });
  },
  project: (resource) => resource.project_id,
  references: (_source, { project_id: id }) => Promise.resolve([{ kind: 'project', id }]),

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, qosPolicies, id, signal),
  concerns,
});
