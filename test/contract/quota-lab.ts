import type { Cloud } from '../../src/openstack/cloud.ts';
import type { Lab } from './lab.ts';

type Limits = Readonly<Record<string, number>>;

const PATHS = { compute: '/os-quota-sets', volume: '/os-quota-sets', network: '/quotas' } as const;
type Service = keyof typeof PATHS;

/** Sets limits of a project, or in compute of one user in it. */
export async function setQuota(
  cloud: Cloud,
  service: Service,
  { project, user }: { readonly project: string; readonly user?: string },
  limits: Limits,
): Promise<void> {
  await cloud.call(service, {
    method: 'PUT',
    path: `${PATHS[service]}/${project}`,
    query: { user_id: user },
    body: { [service === 'network' ? 'quota' : 'quota_set']: limits },
  });
}

/** Quotas outlive their project. */
export function dropQuotasAtEnd(lab: Lab, cloud: Cloud, project: string): void {
  lab.atEnd(async () => {
    for (const service of ['compute', 'volume', 'network'] as const) {
      const path = `${PATHS[service]}/${project}`;
      await cloud.call(service, { method: 'DELETE', path }).catch(unlessNone);
    }
  });
}

/** Neutron says 404 where a project has the defaults only. */
function unlessNone(error: unknown): void {
  if (!String(error).includes('404')) throw error;
}
