import { Refusal } from '../http/refusal.ts';
import type { Nova } from './state.ts';

/** Nova's own defaults; -1 has no end. */
const DEFAULTS = {
  cores: 20,
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  instances: 10,
  key_pairs: 100,
  metadata_items: 128,
  ram: 51200,
  security_group_rules: -1,
  security_groups: -1,
  server_group_members: 10,
  server_groups: 10,
} as const;

export type Resource = keyof typeof DEFAULTS;
export const RESOURCES = Object.keys(DEFAULTS) as readonly Resource[];

/** Where the limits of the class `default` are kept: no project is called so. */
export const DEFAULT_CLASS = 'class default';

export function defaultOf({ quotas }: Nova, resource: Resource): number {
  return quotas.get(DEFAULT_CLASS)?.get(resource) ?? DEFAULTS[resource];
}

/** A user's own limit in a project comes before the project's, and that before the cloud's. */
export function limitOf(
  nova: Nova,
  resource: Resource,
  projectId?: string,
  userId?: string,
): number {
  return (
    nova.quotas.get(`${projectId}/${userId}`)?.get(resource) ??
    nova.quotas.get(projectId ?? '')?.get(resource) ??
    defaultOf(nova, resource)
  );
}

/** What a project has set aside for single users. */
export function setAside({ quotas }: Nova, resource: Resource, projectId: string): number {
  const ofUsers = [...quotas].filter(([key]) => key.startsWith(`${projectId}/`));
  return ofUsers.reduce((sum, [, limits]) => sum + (limits.get(resource) ?? 0), 0);
}

export function usedOf(
  nova: Nova,
  projectId: string,
  userId?: string,
): Readonly<Partial<Record<Resource, number>>> {
  const used = { instances: 0, cores: 0, ram: 0 };
  for (const server of nova.byProject.get(projectId) ?? []) {
    if (userId !== undefined && server.userId !== userId) continue;
    used.instances += 1;
    used.cores += server.flavor.vcpus;
    used.ram += server.flavor.ram;
  }
  const groups = [...nova.groups.values()].filter((group) => group.projectId === projectId);
  return { ...used, server_groups: groups.length };
}

/** @throws Refusal 403 in the words for all that is exceeded */
export function checkQuota(
  nova: Nova,
  projectId: string,
  wanted: { readonly instances: number; readonly cores: number; readonly ram: number },
): void {
  const used = usedOf(nova, projectId);
  const overs = (['cores', 'instances', 'ram'] as const).filter((resource) => {
    const limit = limitOf(nova, resource, projectId);
    return wanted[resource] > 0 && limit >= 0 && (used[resource] ?? 0) + wanted[resource] > limit;
  });
  if (overs.length === 0) return;
  const list = (of: (resource: 'cores' | 'instances' | 'ram') => unknown): string =>
    overs.map(of).join(', ');
  const asked = list((each) => wanted[each]);
  const taken = list((each) => used[each]);
  const allowed = list((each) => limitOf(nova, each, projectId));
  const names = overs.join(', ');
  throw new Refusal(
    403,
    `Quota exceeded for ${names}: Requested ${asked}, but already used ${taken} of ${allowed} ${names}`,
  );
}
