import type { Images, SimulatedCloud } from '../cloud.ts';
import type { Api, Route } from '../http/call.ts';
import { actionRoutes } from './actions.ts';
import { createBoot } from './boot.ts';
import { dataRoutes } from './data.ts';
import { discoveryRoutes, versions } from './discovery.ts';
import { imageRoutes } from './images.ts';
import { importRoutes } from './import.ts';
import { memberRoutes } from './members.ts';
import { page, refuseWith } from './refuse.ts';
import { createState } from './state.ts';

/** Glance's Image API v2 of Zed: https://docs.openstack.org/api-ref/image/v2/ */
export function createImages(cloud: SimulatedCloud): Images {
  const glance = createState(cloud);
  const routes = [
    ...imageRoutes(glance),
    ...dataRoutes(glance),
    ...actionRoutes(glance),
    ...memberRoutes(glance),
    ...importRoutes(glance),
    ...discoveryRoutes(glance),
  ];
  const api: Api = {
    service: 'image',
    type: 'image',
    name: 'glance',
    root: '/v2',
    catalogPath: '',
    routes: [...routes, ...otherMethods(routes)].map(withRequestId),
    versions,
    refuse: refuseWith(() => cloud.origins.identity),
    // Its answers have them, but for those that no request id was made for: versions, 401.
    headers: () => ({}),
  };
  return { api, ...createBoot(glance) };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A path that is known answers a method that is not with 405. */
function otherMethods(routes: readonly Route[]): Route[] {
  const paths = new Set(routes.map(({ path }) => path));
  return [...paths].flatMap((path) => {
    const allowed = routes.filter((each) => each.path === path).map(({ method }) => method);
    return METHODS.filter((method) => !allowed.includes(method)).map((method) =>
      notAllowed(method, path, allowed),
    );
  });
}

function notAllowed(method: string, path: string, allowed: readonly string[]): Route {
  const message = `The method ${method} is not allowed for this resource. <br /><br />\n`;
  return {
    method,
    path,
    handle: ({ headers }) => ({
      ...page({ status: 405, message, type: 'bare', accept: headers.accept }),
      headers: { allow: allowed.join(', ') },
    }),
  };
}

function withRequestId(route: Route): Route {
  return {
    ...route,
    async handle(call) {
      const answer = await route.handle(call);
      return {
        ...answer,
        headers: { 'x-openstack-request-id': call.requestId, ...answer.headers },
      };
    },
  };
}
