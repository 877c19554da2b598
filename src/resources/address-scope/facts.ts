import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'network',
  naturalKey: 'name and IP version in its project',
  mark: 'name, until it is finished',
  carries: ['name', 'ip_version', 'shared', 'project_id'],
  lost: { id: 'Neutron chooses it.' },
  peers: 'os-migrate, the original Pumphouse, CloudFerry, Coriolis: all of it',
};
