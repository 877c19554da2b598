import { conflict } from './refuse.ts';
import type { State } from './state.ts';

/** Per project; -1: no limit. */
export const DEFAULT_QUOTA = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 10,
  floatingip: 50,
  rbac_policy: 10,
  security_group: 10,
  security_group_rule: 100,
  trunk: -1,
} as const;

export type Counted = keyof typeof DEFAULT_QUOTA;

const SHELVES = {
  network: 'networks',
  subnet: 'subnets',
  subnetpool: 'pools',
  port: 'ports',
  router: 'routers',
  floatingip: 'floatingIps',
  rbac_policy: 'policies',
  security_group: 'groups',
  security_group_rule: 'rules',
  trunk: 'trunks',
} as const satisfies Partial<Record<Counted, keyof State>>;

export function quotaOf({ quotas }: State, projectId: string): Record<Counted, number> {
  return { ...DEFAULT_QUOTA, ...quotas.get(projectId) };
}

export function usedOf(state: State, what: Counted, projectId: string): number {
  const shelf = what in SHELVES ? SHELVES[what] : undefined;
  return shelf === undefined ? 0 : state[shelf].count('project', projectId);
}

/** @throws Refusal 409 where the project may have no more of it */
export function checkQuota(state: State, what: Counted, projectId: string): void {
  if (projectId === '') return;
  const limit = quotaOf(state, projectId)[what];
  if (limit < 0 || usedOf(state, what, projectId) < limit) return;
  throw conflict('OverQuota', `Quota exceeded for resources: ['${what}'].`);
}
