import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name in its domain',
  mark: 'extra attributes',
  carries: ['name', 'domain', 'enabled', 'email', 'description', 'options', 'extra'],
  lost: {
    id: 'Keystone chooses it.',
    default_project_id: 'Kept where its project is copied too or mapped, and not compared.',
    'application credentials': 'Their secrets are shown once, at creation.',
    'EC2 credentials': 'They hold secrets, which are not read: their users make new ones.',
    trusts: 'They are bound to ids of the source, and only their trustor may make them.',
    federated: 'A federated user comes from its identity provider; it is matched, never made.',
  },
};
