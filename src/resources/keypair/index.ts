import { defineKind } from '../resource-kind.ts';
import { deleteKeypair, getKeypair, listKeypairs } from './api.ts';
import { attributes } from './attributes.ts';
import { create, find } from './copy.ts';
import { facts } from './facts.ts';
import { likeness } from './likeness.ts';
import type { Keypair } from './schema.ts';
import { microversions } from './versions.ts';

export const keypair = defineKind({
  kind: 'keypair',
  dependsOn: ['user'],
  reuse: 'equal',
  facts,

  get: getKeypair,
  list: (cloud) => listKeypairs(cloud),
  references: (_source, { userId }: Keypair) => Promise.resolve([{ kind: 'user', id: userId }]),

  find,
  // There is no room for a mark; the name is unique for its user.
  provenance: () => undefined,
  attributes,

  create,
  remove: deleteKeypair,
  microversions,
  likeness: (...compared) => Promise.resolve(likeness(...compared)),
});
