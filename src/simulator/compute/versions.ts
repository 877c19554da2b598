import type { Answer, Call, Route } from '../http/call.ts';
import { versionHeaders } from './door.ts';

const V21 = {
  id: 'v2.1',
  status: 'CURRENT',
  min_version: '2.1',
  updated: '2013-07-23T11:33:21Z',
};

/** At the root: nobody has to log in for it. */
export function versions(newest: number, { origin }: Call): Answer {
  const v20 = {
    id: 'v2.0',
    status: 'SUPPORTED',
    version: '',
    min_version: '',
    updated: '2011-01-21T11:33:21Z',
    links: [{ rel: 'self', href: `${origin}/v2/` }],
  };
  const v21 = { ...V21, version: `2.${newest}`, links: [{ rel: 'self', href: `${origin}/v2.1/` }] };
  return { status: 200, body: { versions: [v20, v21] } };
}

export function versionRoute(newest: number): Route {
  return {
    method: 'GET',
    path: '/',
    open: true,
    handle: ({ origin, microversion }) => ({
      status: 200,
      headers: versionHeaders(microversion),
      body: {
        version: {
          ...V21,
          version: `2.${newest}`,
          links: [
            { rel: 'self', href: `${origin}/v2.1/` },
            { rel: 'describedby', type: 'text/html', href: 'http://docs.openstack.org/' },
          ],
          'media-types': [
            {
              base: 'application/json',
              type: 'application/vnd.openstack.compute+json;version=2.1',
            },
          ],
        },
      },
    }),
  };
}
