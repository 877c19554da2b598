import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'name in its project',
  mark: 'description, until it is finished',
  carries: ['name', 'description', 'addresses', 'project_id'],
  lost: { id: 'Neutron chooses it.' },
  peers:
    'os-migrate: all of it, and the rules that name one; the original Pumphouse, CloudFerry, Coriolis: all of it',
};
