import { provenanceOfProperties } from '../../model/provenance.ts';
import { acrossDomains } from '../domain-likeness.ts';
import { defineKind } from '../resource-kind.ts';
import { getProject, listProjects } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find, remove } from './copy.ts';
import { facts } from './facts.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

export const project = defineKind<Project>({
  kind: 'project',
  // A project below another: the one above comes first.
  dependsOn: ['domain', 'project'],
  reuse: 'as-is',
  facts,

  get: getProject,
  list: (cloud) => listProjects(cloud),
  references: (_source, resource) => {
    const parent = parentOf(resource);
    return Promise.resolve([
      { kind: 'domain', id: resource.domain_id },
      ...(parent === undefined ? [] : [{ kind: 'project', id: parent }]),
    ]);
  },

  find,
  provenance: (resource) => provenanceOfProperties(resource),
  // Made in one call: there is no half-made one.
  unfinished: () => false,
  attributes,

  create,
  remove,
  concerns,
  likeness: acrossDomains,
});
