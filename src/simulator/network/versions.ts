import type { Answer, Call } from '../http/call.ts';

/** At `/`, for everybody. */
export function versionDocument({ origin }: Call): Answer {
  const links = [{ rel: 'self', href: `${origin}/v2.0/` }];
  return { status: 200, body: { versions: [{ id: 'v2.0', status: 'CURRENT', links }] } };
}

/** At `/v2.0/`. */
export function rootDocument({ origin }: Call): Answer {
  const resources = ['network', 'subnet', 'subnetpool', 'port'].map((name) => ({
    name,
    collection: `${name}s`,
    links: [{ rel: 'self', href: `${origin}/v2.0/${name}s` }],
  }));
  return { status: 200, body: { resources } };
}
