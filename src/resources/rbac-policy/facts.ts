import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'object, action and target',
  mark: 'none: unique by law',
  carries: ['object_type', 'object_id', 'action', 'target_tenant'],
  lost: {
    id: 'Neutron chooses it.',
    project_id: 'Who made it: kept where that project is copied, else its object’s.',
  },
  peers: 'os-migrate, the original Pumphouse, CloudFerry, Coriolis: all of it',
};
