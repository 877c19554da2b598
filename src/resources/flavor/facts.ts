import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'id',
  mark: 'none: the id is kept',
  carries: [
    'name',
    'ram',
    'vcpus',
    'disk',
    'ephemeral',
    'swap',
    'rxtx_factor',
    'is_public',
    'description',
    'extra_specs',
  ],
  lost: {},
  peers: 'os-migrate: id; the original Pumphouse: extra specs',
};
