import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'image',
  naturalKey: 'image and project',
  mark: 'that of the image',
  carries: ['image', 'project', 'status'],
  lost: { created_at: 'No API sets it.' },
  peers: 'os-migrate, the original Pumphouse, glance-replicator: all of it',
};
