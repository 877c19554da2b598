import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'the project',
  mark: 'an extra attribute of the project',
  carries: ['project_id', 'compute', 'volume', 'network', 'users'],
  lost: {
    'limits equal to the defaults':
      'No API tells whether they were set; they follow the destination’s defaults, unless the spec says `quotas: all`.',
    'limits of users without a role in the project': 'No API lists them.',
  },
  peers:
    'os-migrate: all of it; the original Pumphouse: default quotas; Coriolis: sets those of its own configuration',
};
