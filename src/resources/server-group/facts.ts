import type { KindFacts } from '../resource-kind.ts';

export const facts: KindFacts = {
  service: 'compute',
  naturalKey: 'name, policy and rules in its project',
  mark: 'none',
  carries: ['name', 'project', 'policy', 'rules'],
  lost: { id: 'Nova chooses it.', user_id: 'It is the operator’s.' },
  peers: 'os-migrate, the original Pumphouse, Coriolis: all of it',
};
