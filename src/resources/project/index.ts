import { provenanceOfProperties } from '../../model/provenance.ts';
import { defineKind } from '../resource-kind.ts';
import { deleteProject, getProject, listProjects } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import { acrossDomains } from '../domain-likeness.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

export const project = defineKind({
  kind: 'project',
  // A project below another: the one above comes first.
  dependsOn: ['project'],
  reuse: 'as-is',
  facts,

  get: getProject,
  list: (cloud) => listProjects(cloud),
  references: (_source, resource: Project) => {
    const parent = parentOf(resource);
    return Promise.resolve(parent === undefined ? [] : [{ kind: 'project', id: parent }]);
  },

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  // Made in one call: there is no half-made one.
  unfinished: () => false,
  attributes,

  create,
  remove: deleteProject,
  concerns,
  likeness: (_context, source, candidate) => Promise.resolve(acrossDomains(source, candidate)),
});
