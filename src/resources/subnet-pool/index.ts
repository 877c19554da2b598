import type { Reference } from '../../model/reference.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { getShareable, listShareable, policiesFor } from '../neutron/sharing.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { subnetPools } from './schema.ts';
import type { SubnetPool } from './schema.ts';

export const subnetPool = defineKind<SubnetPool>({
  kind: 'subnet-pool',
  dependsOn: ['project', 'address-scope'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getShareable(cloud, subnetPools, id, signal),
  list: (cloud, { project }) => listShareable(cloud, subnetPools, { project_id: project }),
  project: (resource) => resource.project_id,
  references,

  find,
  provenance,
  unfinished,
  attributes,

  create,
  converge,
  remove: (destination, id, signal) => removeOne(destination, subnetPools, id, signal),
  concerns,
});

/** Its address scope, and what lets its project at that. */
async function references(
  source: Cloud,
  { project_id, address_scope_id: scope }: SubnetPool,
): Promise<readonly Reference[]> {
  return [
    { kind: 'project', id: project_id },
    ...(scope ? [{ kind: 'address-scope', id: scope }] : []),
    ...(await policiesFor(source, project_id, [scope])),
  ];
}
