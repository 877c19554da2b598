import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'image',
  naturalKey: 'id',
  mark: 'properties',
  carries: [
    'name',
    'status',
    'data',
    'size',
    'visibility',
    'owner',
    'disk_format',
    'container_format',
    'min_disk',
    'min_ram',
    'protected',
    'os_hidden',
    'tags',
    'properties',
    'members',
  ],
  lost: {
    created_at: 'No API sets it.',
    'os_hash_value of images before Rocky': 'Glance computes it anew.',
  },
  peers: 'os-migrate: id, members; the original Pumphouse: all but six fields',
};
