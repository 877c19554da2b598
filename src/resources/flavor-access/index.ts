import { defineKind } from '../resource-kind.ts';
import { getAccess, listAccess, removeAccess } from './api.ts';
import { attributes } from './attributes.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { FlavorAccess } from './schema.ts';

/** A kind of its own, so that one server's migration shares a private flavor with its project and with no other. */
export const flavorAccess = defineKind({
  kind: 'flavor-access',
  dependsOn: ['flavor', 'project'],
  reuse: 'equal',
  facts,

  get: getAccess,
  list: listAccess,
  project: (resource: FlavorAccess) => resource.projectId,
  references: (_source, { flavorId, projectId }: FlavorAccess) =>
    Promise.resolve([
      { kind: 'flavor', id: flavorId },
      { kind: 'project', id: projectId },
    ]),

  find,
  // An entry of a list has no room for a mark; there is one at most.
  provenance: () => undefined,
  attributes,

  create,
  remove: removeAccess,
});
