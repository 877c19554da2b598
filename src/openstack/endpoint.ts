import type { Service } from './cloud.ts';

/** The path segment each service's API version lives under; undefined where it is in no path. */
const VERSION: Readonly<Record<Service, string | undefined>> = {
  identity: 'v3',
  compute: 'v2.1',
  image: 'v2',
  network: 'v2.0',
  volume: 'v3',
  placement: undefined,
};

/**
 * The versioned endpoint of a service, without a trailing slash, from what the catalog or the operator says:
 * with a version or without, of an older version, with a project's id behind it (Nova, Cinder) or without.
 * Cinder before 3.67 needs the project's id in the path, and every later one takes it.
 */
export function versionedEndpoint(
  service: Service,
  url: string,
  projectId: string | undefined,
): string {
  const endpoint = new URL(substitute(url, projectId));
  const segments = endpoint.pathname.split('/').filter((segment) => segment !== '');
  const at = segments.findIndex((segment) => /^v\d+(\.\d+)?$/.test(segment));
  const prefix = at === -1 ? segments : segments.slice(0, at);
  const path = [...prefix, ...versionSegment(service)];
  if (service === 'volume' && projectId !== undefined) path.push(projectId);
  return [endpoint.origin, ...path].join('/');
}

function versionSegment(service: Service): readonly string[] {
  const segment = VERSION[service];
  return segment === undefined ? [] : [segment];
}

/** Where the service says which versions it has: the versioned path first, then the root above it. */
export function versionDocuments(service: Service, endpoint: string): string[] {
  const version = VERSION[service];
  if (version === undefined) return [`${endpoint}/`];
  const root = endpoint.slice(0, endpoint.lastIndexOf(`/${version}`));
  return [`${root}/${version}/`, `${root}/`];
}

/** Catalogs and overrides may hold templates: `http://host:8776/v3/%(project_id)s`, also in the old `$(…)s`. */
function substitute(url: string, projectId: string | undefined): string {
  return url.replace(/[%$]\((?:project|tenant)_id\)s/g, projectId ?? '');
}
