import { defineKind } from '../resource-kind.ts';
import { getAssignment, listAssignments, revoke } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { RoleAssignment } from './schema.ts';

export const roleAssignment = defineKind<RoleAssignment>({
  kind: 'role-assignment',
  dependsOn: ['domain', 'project', 'user', 'group', 'role'],
  comesWithProject: true,
  reuse: 'equal',
  facts,

  get: (cloud, id) => getAssignment(cloud, id),
  list: listAssignments,
  project: ({ target }) => (target.kind === 'project' ? target.id : undefined),
  references: (_source, { roleId, actor, target }) =>
    Promise.resolve([
      { kind: 'role', id: roleId },
      actor,
      ...(target.kind === 'system' ? [] : [target]),
    ]),

  find,
  // There is no room for a mark; there is one at most.
  provenance: () => undefined,
  attributes,

  create,
  remove: revoke,
  concerns,
});
