import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { extensionsOf } from '../neutron/concern.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { withTrueShared } from '../neutron/sharing.ts';
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

  async get(cloud, id, signal) {
    const found = await getOne(cloud, qosPolicies, id, signal);
    return found && withTrueShared(cloud, found);
  },
  async *list(cloud, { project }) {
    if (!(await extensionsOf(cloud)).has('qos')) return;
    for await (const each of listAll(cloud, qosPolicies, { project_id: project })) {
      yield await withTrueShared(cloud, each);
    }
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
