import findMyWay from 'find-my-way';
import type { HTTPMethod } from 'find-my-way';
import type { Api, Route } from './call.ts';

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Which route of a service answers to a method and a path. */
export function createRouter({
  root,
  routes,
  versions,
}: Api): (method: string, path: string) => Found | undefined {
  const router = findMyWay({
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    // Names and tags are up to 255 characters, and longer ones are the service's to refuse.
    maxParamLength: 4096,
  });
  const add = (route: Route, path: string): void => {
    router.on(route.method as HTTPMethod, path, ignore, route);
  };
  add({ method: 'GET', path: '/', open: true, handle: versions }, '/');
  for (const route of routes) add(route, `${root}${route.path}`);
  return (method, path) => {
    const found = router.find(method as HTTPMethod, path);
    if (found === null) return undefined;
    return { route: found.store as Route, params: found.params as Record<string, string> };
  };
}

/** The router wants a handler to call; ours is called by `serve`. */
function ignore(): void {
  return undefined;
}
