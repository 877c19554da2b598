import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'flavor and project',
  mark: 'none: unique by law',
  carries: ['flavor', 'project'],
  lost: {},
  peers: 'os-migrate: all of it',
};
