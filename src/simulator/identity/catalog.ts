import { SERVICES } from '../cloud.ts';
import type { Keystone } from './keystone.ts';
import { byId } from './list.ts';
import { newId } from './state.ts';
import type { Endpoint, Scope } from './state.ts';

const INTERFACES = ['public', 'internal', 'admin'] as const;

/** The services of the cloud and where they are; known only once they listen. */
export function fillCatalog({ cloud, services, endpoints, regions }: Keystone): void {
  regions.set(cloud.region, { id: cloud.region, description: '', parentId: null, extra: {} });
  for (const service of SERVICES) {
    if (service === 'network' && cloud.options.networking === 'nova-network') continue;
    const { type, name, root, catalogPath } = cloud[service].api;
    const serviceId = newId();
    services.set(serviceId, {
      id: serviceId,
      type,
      name,
      enabled: true,
      extra: {},
    });
    for (const each of INTERFACES) {
      const id = newId();
      endpoints.set(id, {
        id,
        serviceId,
        regionId: cloud.region,
        interface: each,
        url: `${cloud.origins[service]}${catalogPath ?? root}`,
        enabled: true,
        extra: {},
      });
    }
  }
}

/** As tokens and /auth/catalog show it; endpoints of a project are left out where there is none. */
export function catalogView(keystone: Keystone, scope: Scope): unknown[] {
  const projectId = scope.type === 'project' ? scope.id : undefined;
  const byService = new Map<string, unknown[]>();
  for (const endpoint of byId(keystone.endpoints.values())) {
    const view = endpoint.enabled ? entry(endpoint, projectId) : undefined;
    if (view === undefined) continue;
    const views = byService.get(endpoint.serviceId) ?? [];
    byService.set(endpoint.serviceId, [...views, view]);
  }
  return byId(keystone.services.values())
    .filter(({ enabled }) => enabled)
    .map(({ id, type, name }) => ({
      endpoints: byService.get(id) ?? [],
      id,
      type,
      name,
    }));
}

function entry(endpoint: Endpoint, projectId: string | undefined): unknown {
  const { id, interface: visibility, regionId, url } = endpoint;
  const ofProject = /[$%]\((project|tenant)_id\)s/g;
  if (projectId === undefined && ofProject.test(url)) return undefined;
  return {
    id,
    interface: visibility,
    region_id: regionId,
    url: url.replaceAll(ofProject, projectId ?? ''),
    region: regionId,
  };
}
