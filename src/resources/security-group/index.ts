import type { Cloud } from '../../openstack/cloud.ts';
import { missingExtensions } from '../neutron/concern.ts';
import { getOne, listAll, removeOne } from '../neutron/collection.ts';
import { provenance, unfinished } from '../neutron/mark.ts';
import { defineKind } from '../resource-kind.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import { isDefault, securityGroups } from './schema.ts';
import type { SecurityGroup } from './schema.ts';

export const securityGroup = defineKind<SecurityGroup>({
  kind: 'security-group',
  dependsOn: ['project'],
  reuse: 'equal',
  facts,

  get: (cloud, id, signal) => getOne(cloud, securityGroups, id, signal),
  list: (cloud, { project }) => listAll(cloud, securityGroups, { project_id: project }),
  project: (resource) => resource.project_id,
  references: (_source, { project_id: id }) => Promise.resolve([{ kind: 'project', id }]),

  find,
  provenance: (resource) => provenance(resource) ?? resource.adopted,
  unfinished: (resource) => unfinished(resource) || resource.adopted !== undefined,
  attributes,

  create,
  converge,
  remove,
  concerns: ({ destination }, { id, name, stateful }) =>
    missingExtensions(
      destination,
      { kind: 'security-group', id },
      {
        'security-group': `Security group ${name}`,
        'stateful-security-group':
          stateful === false ? `Security group ${name} is stateless, and so` : undefined,
      },
    ),
});

/** A default group goes with its project. */
async function remove(destination: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const group = await getOne(destination, securityGroups, id, signal);
  if (group === undefined || isDefault(group)) return;
  await removeOne(destination, securityGroups, id, signal);
}
