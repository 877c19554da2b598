import { Refusal } from '../http/refusal.ts';
import type { Store } from './state.ts';

const DEFAULTS = {
  volumes: 10,
  per_volume_gigabytes: -1,
  snapshots: 10,
  gigabytes: 1000,
  backups: 10,
  backup_gigabytes: 1000,
} as const;

/** Nothing is limited by -1. */
export function defaultsOf({ types }: Store): Record<string, number> {
  const newestFirst = [...types.values()].toReversed();
  const ofTypes = newestFirst.flatMap(({ name }) => [
    [`volumes_${name}`, -1],
    [`gigabytes_${name}`, -1],
    [`snapshots_${name}`, -1],
  ]);
  return { ...DEFAULTS, ...Object.fromEntries(ofTypes), groups: 10 };
}

export function limitsOf(store: Store, projectId: string): Record<string, number> {
  return { ...defaultsOf(store), ...Object.fromEntries(store.quotas.get(projectId) ?? []) };
}

/** What a project has; what is absent is none. */
export function usageOf(store: Store, projectId: string): Record<string, number> {
  const usage: Record<string, number> = {};
  const count = (kind: string, typeId: string, size: number): void => {
    const type = store.types.get(typeId)?.name ?? typeId;
    for (const suffix of ['', `_${type}`]) {
      usage[`${kind}${suffix}`] = (usage[`${kind}${suffix}`] ?? 0) + 1;
      usage[`gigabytes${suffix}`] = (usage[`gigabytes${suffix}`] ?? 0) + size;
    }
  };
  for (const { typeId, size } of store.volumes.of(projectId)) count('volumes', typeId, size);
  for (const { typeId, size } of store.snapshots.of(projectId)) count('snapshots', typeId, size);
  return usage;
}

interface Wish {
  readonly projectId: string;
  readonly typeId: string;
  readonly volumes?: number;
  readonly snapshots?: number;
  readonly gigabytes: number;
}

/** @throws Refusal 413 where the project may not have it beside what it has */
export function checkQuota(store: Store, { projectId, typeId, ...wish }: Wish): void {
  const limits = limitsOf(store, projectId);
  const usage = usageOf(store, projectId);
  const type = store.types.get(typeId)?.name ?? typeId;
  // In this order: Cinder tells of the first that is too much.
  for (const kind of ['gigabytes', 'snapshots', 'volumes'] as const) {
    const more = wish[kind] ?? 0;
    for (const name of [kind, `${kind}_${type}`]) {
      const limit = limits[name] ?? -1;
      const used = usage[name] ?? 0;
      if (more === 0 || limit < 0 || used + more <= limit) continue;
      throw new Refusal(413, tooMuch(kind, { name, limit, used, more }));
    }
  }
}

function tooMuch(
  kind: 'gigabytes' | 'snapshots' | 'volumes',
  { name, limit, used, more }: { name: string; limit: number; used: number; more: number },
): string {
  if (kind === 'gigabytes') {
    return `VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed ${name} quota. Requested ${more}G, quota is ${limit}G and ${used}G has been consumed.`;
  }
  if (kind === 'snapshots') {
    return `SnapshotLimitExceeded: Maximum number of snapshots allowed (${limit}) exceeded`;
  }
  return `VolumeLimitExceeded: Maximum number of volumes allowed (${limit}) exceeded for quota '${name}'.`;
}

/** @throws Refusal 413 where one volume may not be so large */
export function checkSize(store: Store, projectId: string, size: number): void {
  const limit = limitsOf(store, projectId)['per_volume_gigabytes'] ?? -1;
  if (limit < 0 || size <= limit) return;
  throw new Refusal(
    413,
    `VolumeSizeExceedsLimit: Requested volume size ${size}G is larger than maximum allowed limit ${limit}G.`,
  );
}
