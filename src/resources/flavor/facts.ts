import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'name; its id, which is kept where it is free',
  mark: 'description, until it is complete',
  carries: [
    'name',
    'ram',
    'vcpus',
    'disk',
    'OS-FLV-EXT-DATA:ephemeral',
    'swap',
    'rxtx_factor',
    'os-flavor-access:is_public',
    'description',
    'extra_specs',
  ],
  lost: {
    'OS-FLV-DISABLED:disabled': 'No API sets it.',
    'of a deleted flavor: description, rxtx_factor, os-flavor-access:is_public':
      'Its servers embed its name, sizes and extra specs only.',
  },
  peers: 'os-migrate: id; the original Pumphouse: extra specs',
};
