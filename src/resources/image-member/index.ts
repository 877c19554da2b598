import { defineKind } from '../resource-kind.ts';
import { getMember, listMembers, removeMember } from './api.ts';
import { attributes } from './attributes.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { ImageMember } from './schema.ts';

/**
 * A kind of its own, so that one server's migration shares an image with its project and with no other, and a project that is
 * migrated later still gets its share. Bulk only because it comes after its image.
 */
export const imageMember = defineKind({
  kind: 'image-member',
  dependsOn: ['image', 'project'],
  bulk: true,
  reuse: 'as-is',
  facts,

  get: getMember,
  list: listMembers,
  project: (resource: ImageMember) => resource.projectId,
  references: (_source, { imageId, projectId }: ImageMember) =>
    Promise.resolve([
      { kind: 'image', id: imageId },
      { kind: 'project', id: projectId },
    ]),

  find,
  provenance: (resource: ImageMember) => resource.made,
  unfinished: (resource: ImageMember) => resource.cut === true,
  attributes,

  create,
  converge,
  remove: removeMember,
});
