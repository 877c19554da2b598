import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'its user',
  mark: "none: its user's counts",
  carries: ['password', 'created', 'expires', 'self_service'],
  lost: {
    'earlier passwords':
      'Only the newest is checked at login; the others tell but what may not be used again.',
    'failed logins': 'They are counted anew.',
  },
  peers:
    'os-migrate, Coriolis: all of it; the original Pumphouse: its code is never called; CloudFerry: those in schemas since Newton',
};
