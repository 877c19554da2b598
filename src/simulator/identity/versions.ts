import type { Call, Route } from '../http/call.ts';

/** Without a token, at / and at /v3. */
export function versions({ origin }: Call) {
  return {
    status: 300,
    headers: { Location: `${origin}/v3/` },
    body: { versions: { values: [version(origin)] } },
  };
}

export const versionRoute: Route = {
  method: 'GET',
  path: '/',
  open: true,
  handle: ({ origin }) => ({ status: 200, body: { version: version(origin) } }),
};

function version(origin: string): unknown {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/v3/` }],
    'media-types': [
      { base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' },
    ],
  };
}
