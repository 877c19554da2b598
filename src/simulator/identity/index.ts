import type { Identity, SimulatedCloud } from '../cloud.ts';
import type { Api, Route } from '../http/call.ts';
import { applicationCredentialRoutes } from './application-credentials.ts';
import { createAssignments } from './assignments-store.ts';
import { authRoutes } from './auth.ts';
import { bootstrap } from './bootstrap.ts';
import { fillCatalog } from './catalog.ts';
import { credentialRoutes } from './credentials.ts';
import { domainRoutes } from './domains.ts';
import { ec2CredentialRoutes } from './ec2-credentials.ts';
import { emptyListRoutes } from './empty-lists.ts';
import { endpointRoutes } from './endpoints.ts';
import { federationRoutes } from './federation.ts';
import { grantRoutes } from './grants.ts';
import { groupRoutes } from './groups.ts';
import type { Keystone } from './keystone.ts';
import { ownScopeRoutes } from './own-scopes.ts';
import { projectTagRoutes } from './project-tags.ts';
import { projectRoutes } from './projects.ts';
import { notAllowed, refuse } from './refuse.ts';
import { regionRoutes } from './regions.ts';
import { roleAssignmentRoutes } from './role-assignments.ts';
import { roleInferenceRoutes } from './role-inferences.ts';
import { roleRoutes } from './roles.ts';
import { serviceRoutes } from './services.ts';
import { emptyState } from './state.ts';
import { asSeen } from './tokens.ts';
import { trustRoutes } from './trusts.ts';
import { userRoutes } from './users.ts';
import { versionRoute, versions } from './versions.ts';

/** Keystone v3.14, as of Zed. https://docs.openstack.org/api-ref/identity/v3/ */
export function createIdentity(cloud: SimulatedCloud): Identity {
  const keystone: Keystone = { ...emptyState(), cloud, assignments: createAssignments() };
  const adminProjectId = bootstrap(keystone, cloud.options.password ?? '');
  const api: Api = {
    service: 'identity',
    type: 'identity',
    name: 'keystone',
    root: '/v3',
    routes: withAllMethods(withHead(withCatalog(keystone, allRoutes(keystone)))),
    versions,
    refuse: (refused) => refuse(refused, cloud.origins.identity),
    headers: ({ requestId }) => ({ Vary: 'X-Auth-Token', 'x-openstack-request-id': requestId }),
  };
  return {
    api,
    token: (id) => asSeen(keystone, id),
    expire: (id) => void keystone.tokens.delete(id),
    adminProjectId,
  };
}

function allRoutes(keystone: Keystone): Route[] {
  return [
    versionRoute,
    authRoutes,
    ownScopeRoutes,
    domainRoutes,
    projectRoutes,
    projectTagRoutes,
    userRoutes,
    applicationCredentialRoutes,
    groupRoutes,
    roleRoutes,
    roleInferenceRoutes,
    roleAssignmentRoutes,
    grantRoutes,
    serviceRoutes,
    endpointRoutes,
    regionRoutes,
    credentialRoutes,
    ec2CredentialRoutes,
    trustRoutes,
    federationRoutes,
    emptyListRoutes,
  ].flatMap((each) => (typeof each === 'function' ? each(keystone) : [each]));
}

/** The services' addresses are known only when the first call comes. */
function withCatalog(keystone: Keystone, routes: readonly Route[]): Route[] {
  return routes.map((route) => ({
    ...route,
    handle(call) {
      if (keystone.services.size === 0 && keystone.regions.size === 0) fillCatalog(keystone);
      return route.handle(call);
    },
  }));
}

/** Flask answers HEAD wherever it answers GET. */
function withHead(routes: readonly Route[]): Route[] {
  const heads = new Set(routes.filter(({ method }) => method === 'HEAD').map(({ path }) => path));
  const gets = routes.filter(({ method, path }) => method === 'GET' && !heads.has(path));
  return [...routes, ...gets.map((route) => ({ ...route, method: 'HEAD' }))];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** 405 where a path has no such method; Flask looks before it asks for a token. */
function withAllMethods(routes: readonly Route[]): Route[] {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  const refusals = [...paths].flatMap(([path, ways]) => {
    const allowed = ways.map(({ method }) => method);
    return METHODS.filter((method) => !allowed.includes(method)).map((method): Route => ({
      method,
      path,
      open: true,
      handle: () => notAllowed(allowed),
    }));
  });
  return [...routes, ...refusals];
}
