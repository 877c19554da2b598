import { defineKind } from '../resource-kind.ts';
import { deletePassword, getPassword, listPasswords } from './api.ts';
import { attributes } from './attributes.ts';
import { concerns } from './concerns.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { UserPassword } from './schema.ts';

/** A kind of its own: it comes from Keystone's database, which not every operator opens, and after its user. */
export const userPassword = defineKind({
  kind: 'user-password',
  dependsOn: ['user'],
  comesAlong: true,
  reuse: 'as-is',
  facts,

  get: getPassword,
  list: listPasswords,
  references: (_source, { id }: UserPassword) => Promise.resolve([{ kind: 'user', id }]),

  find,
  provenance: (resource) => resource.mark,
  // One row, one statement. What its user set since is the user's.
  unfinished: () => false,
  attributes,

  create,
  remove: deletePassword,
  concerns,
});
