import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name in its domain',
  mark: 'extra attributes',
  carries: ['name', 'domain', 'enabled', 'email', 'description', 'options'],
  lost: {
    id: 'Keystone chooses it.',
    'application credentials': 'Their secrets are shown once, at creation.',
    'EC2 credentials': 'They are bound to ids of the source.',
    trusts: 'They are bound to ids of the source, and only their trustor may make them.',
  },
  peers: 'os-migrate: options; the original Pumphouse: sets one password for all',
};
