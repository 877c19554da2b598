import type { IncomingHttpHeaders } from 'node:http';
import type { Api } from './call.ts';

/** The minor asked for; the service's lowest where none is asked for, NaN where it is none, 0 where it has no microversions. */
export function microversionOf({ microversions }: Api, headers: IncomingHttpHeaders): number {
  if (microversions === undefined) return 0;
  const { word, min, max } = microversions;
  const asked = askedVersion(headers, word);
  const legacy = word === 'compute' ? headers['x-openstack-nova-api-version'] : undefined;
  const version = asked ?? (typeof legacy === 'string' ? legacy : undefined);
  if (version === undefined) return min;
  return version === 'latest' ? max : Number(version.split('.')[1]);
}

/** As the header has it for a service: `2.79`, `latest`. */
export function askedVersion(headers: IncomingHttpHeaders, service: string): string | undefined {
  return String(headers['openstack-api-version'] ?? '')
    .split(',')
    .map((each) => each.trim().split(/\s+/))
    .find(([word]) => word === service)?.[1];
}
