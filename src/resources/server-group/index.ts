import { defineKind } from '../resource-kind.ts';
import { deleteServerGroup, getServerGroup, listServerGroups } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { ServerGroup } from './schema.ts';
import { microversions } from './versions.ts';

export const serverGroup = defineKind({
  kind: 'server-group',
  dependsOn: ['project'],
  inProject: true,
  reuse: 'equal',
  facts,

  get: getServerGroup,
  list: listServerGroups,
  project: (resource: ServerGroup) => resource.project_id,
  references: (_source, { project_id }: ServerGroup) =>
    Promise.resolve([{ kind: 'project', id: project_id }]),

  find,
  // There is no room for a mark.
  provenance: () => undefined,
  attributes,

  create,
  remove: deleteServerGroup,
  microversions,
  concerns,
});
