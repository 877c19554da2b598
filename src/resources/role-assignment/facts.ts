import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'identity',
  naturalKey: 'role, user or group, project or domain or system, inherited or not',
  mark: 'none: unique by law',
  carries: ['role', 'user', 'group', 'project', 'domain', 'system', 'inherited'],
  lost: {},
  peers:
    'os-migrate: those of groups, on domains, on the system, inherited ones; the original Pumphouse, CloudFerry: all but those of users on projects; Coriolis: all but admin',
};
