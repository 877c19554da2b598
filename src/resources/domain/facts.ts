import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name; the default domain: its id',
  mark: 'extra attributes',
  carries: ['name', 'description', 'enabled', 'tags', 'options', 'extra'],
  lost: {
    id: 'Keystone chooses it.',
    'driver configuration': 'It may hold passwords, which no API shows.',
  },
  peers:
    'os-migrate: knows them by name only; the original Pumphouse, CloudFerry, Coriolis: all of it',
};
