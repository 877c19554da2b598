import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name in its domain',
  mark: 'extra attributes',
  carries: ['name', 'domain', 'description', 'enabled', 'parent', 'tags', 'options', 'extra'],
  lost: { id: 'Keystone chooses it.' },
  peers: 'os-migrate: tags',
};
