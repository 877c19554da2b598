import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'the project’s `default`; else by mark',
  mark: 'tags',
  carries: ['name', 'stateful', 'project_id', 'description', 'tags'],
  lost: { id: 'Neutron chooses it.' },
  peers: 'Forklift: all of it',
};
