import { collect } from '../collect.ts';
import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { isCarried } from '../neutron/sharing.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import { references } from './references.ts';
import { rbacPolicies } from './schema.ts';
import type { RbacPolicy } from './schema.ts';

/** That a project, or everybody, may use something of another one. */
export const rbacPolicy = defineKind<RbacPolicy>({
  kind: 'rbac-policy',
  // Itself: a pool is shared only with whom its scope is.
  dependsOn: [
    'project',
    'network',
    'subnet-pool',
    'address-scope',
    'address-group',
    'security-group',
    'qos-policy',
    'rbac-policy',
  ],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, rbacPolicies, id, signal),
  async *list(cloud, { project }) {
    yield* await collect(listAll(cloud, rbacPolicies, { project_id: project }), isCarried);
  },
  title: ({ action, object_type, target_tenant }) => `${object_type} ${action} ${target_tenant}`,
  project: (resource) => resource.project_id,
  references,

  find,
  // There is no room for a mark, and one at most.
  provenance: () => undefined,
  attributes,
  asked: ({ project_id }) => ({ project_id }),

  create,
  remove: (destination, id, signal) => removeOne(destination, rbacPolicies, id, signal),
  concerns,
});
