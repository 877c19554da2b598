import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'name of its user',
  mark: 'none: unique by law',
  carries: ['name', 'user', 'type', 'fingerprint', 'public_key'],
  lost: { created_at: 'No API sets it.' },
  peers: 'Coriolis: other users’ keys; Forklift: all of it',
};
