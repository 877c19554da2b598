import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name, of the cloud or in its domain',
  mark: 'extra attributes',
  carries: ['name', 'domain', 'description', 'options', 'implies', 'extra'],
  lost: {
    id: 'Keystone chooses it.',
    'description, where none was ever given':
      'It is empty then: Keystone takes no null in a change.',
    'what it allows': 'It stands in the policy files of each service.',
    'what built-in roles imply of each other': 'It is each release’s own.',
  },
  peers: 'os-migrate, Coriolis: all of it',
};
