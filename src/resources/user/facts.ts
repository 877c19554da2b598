import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name in its domain',
  mark: 'extra attributes',
  carries: [
    'name',
    'domain',
    'enabled',
    'email',
    'description',
    'default_project',
    'options',
    'extra',
  ],
  lost: {
    id: 'Keystone chooses it.',
    'application credentials': 'Their secrets are shown once, at creation.',
    'EC2 credentials': 'They are bound to ids of the source.',
    trusts: 'They are bound to ids of the source, and only their trustor may make them.',
    federated: 'A federated user comes from its identity provider; it is matched, never made.',
  },
  peers: 'os-migrate: options; the original Pumphouse: sets one password for all',
};
