import type { Answer, Call, Route } from '../http/call.ts';
import { NEWEST } from './door.ts';

/** At the root with 300, at the version's own path with 200. */
export function versionsAt(status: 200 | 300): (call: Call) => Answer {
  return ({ origin, requestId }) => ({
    status,
    headers: {
      'x-compute-request-id': requestId,
      'openstack-api-version': 'volume 3.0',
      vary: 'OpenStack-API-Version',
    },
    body: {
      versions: [
        {
          id: 'v3.0',
          status: 'CURRENT',
          version: `3.${NEWEST}`,
          min_version: '3.0',
          updated: '2022-08-31T00:00:00Z',
          links: [
            { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
            { rel: 'self', href: `${origin}/v3/` },
          ],
          'media-types': [
            {
              base: 'application/json',
              type: 'application/vnd.openstack.volume+json;version=3',
            },
          ],
        },
      ],
    },
  });
}

export const VERSION_ROUTE: Route = {
  method: 'GET',
  path: '',
  name: '/',
  handle: versionsAt(200),
};
