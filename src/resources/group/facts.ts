import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'name in its domain',
  mark: 'extra attributes',
  carries: ['name', 'domain', 'description', 'members', 'extra'],
  lost: { id: 'Keystone chooses it.' },
  peers: 'os-migrate, the original Pumphouse, CloudFerry, Coriolis: all of it',
};
