import { defineKind } from '../resource-kind.ts';
import { getQuota, listQuotas, removeQuota } from './api.ts';
import { attributes, inCommon } from './attributes.ts';
import { concerns } from './concerns.ts';
import { converge, create, find } from './copy.ts';
import { facts } from './facts.ts';
import type { Quota } from './schema.ts';

export const quota = defineKind<Quota>({
  kind: 'quota',
  dependsOn: ['project', 'user'],
  comesWithProject: true,
  goesFirst: true,
  reuse: 'as-is',
  facts,

  get: getQuota,
  list: listQuotas,
  project: ({ id }) => id,
  references: (_source, { id, own }) =>
    Promise.resolve([
      { kind: 'project', id },
      ...Object.keys(own.users).map((user) => ({ kind: 'user', id: user })),
    ]),

  find,
  provenance: ({ provenance }) => provenance,
  unfinished: ({ mark }) => mark?.state === 'begun',
  attributes,
  inCommon,

  create,
  converge,
  remove: removeQuota,
  concerns,
});
