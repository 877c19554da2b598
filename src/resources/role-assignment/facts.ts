import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'role, user or group, project or domain or system, inherited or not',
  mark: 'none: unique by law',
  carries: ['role', 'user', 'group', 'project', 'domain', 'system', 'inherited'],
  lost: {
    'those of the login that migrates':
      'It has its own in the destination; the plan names those it has in the source.',
  },
  peers:
    'os-migrate: those of groups, on domains, on the system, inherited ones; the original Pumphouse, CloudFerry: all but those of users on projects; Coriolis: all but admin',
};
