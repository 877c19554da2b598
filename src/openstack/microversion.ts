import { z } from 'zod';
import { UnsupportedError } from '../errors/migration.ts';
import { hasStatus } from '../errors/openstack.ts';
import type { Service, ServiceVersions } from './cloud.ts';
import { versionDocuments } from './endpoint.ts';
import { exchangeText } from './exchange.ts';
import type { Line } from './exchange.ts';
import { parseAnswer } from './parse.ts';

const version = z.looseObject({
  id: z.string(),
  version: z.string().nullish(),
  max_version: z.string().nullish(),
  min_version: z.string().nullish(),
});
const document = z.union([
  z.looseObject({ version }).transform((body) => [body.version]),
  z.looseObject({ versions: z.array(version) }).transform((body) => body.versions),
]);

const TIMEOUT_MS = 30_000;
/** The names OpenStack-API-Version uses: https://specs.openstack.org/openstack/api-sig/guidelines/microversion_specification.html */
const HEADER_NAME: Readonly<Partial<Record<Service, string>>> = {
  compute: 'compute',
  volume: 'volume',
};

/** Asks a service which versions it has; they are public. One behind a proxy that hides the documents has no known microversions. */
export async function discoverVersions(
  line: Line,
  service: Service,
  endpoint: string,
): Promise<ServiceVersions> {
  for (const url of versionDocuments(service, endpoint)) {
    const versions = await readDocument(line, service, url);
    if (versions !== undefined) return { endpoint, microversions: highest(versions, service) };
  }
  return { endpoint, microversions: undefined };
}

async function readDocument(
  line: Line,
  service: Service,
  url: string,
): Promise<z.output<typeof document> | undefined> {
  const exchange = {
    service,
    method: 'GET',
    url,
    headers: { Accept: 'application/json' },
    repeatable: true,
    timeoutMs: TIMEOUT_MS,
    // Glance and Cinder answer their lists of versions with 300 Multiple Choices.
    accept: [300],
  };
  try {
    const answer = await exchangeText(line, exchange);
    return parseAnswer(line, exchange, answer, document);
  } catch (error) {
    // No document here: refused by a proxy, or something else than a version document.
    if (hasStatus(error, 200, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 406)) {
      return undefined;
    }
    throw error;
  }
}

function highest(
  versions: z.output<typeof document>,
  service: Service,
): ServiceVersions['microversions'] {
  if (HEADER_NAME[service] === undefined) return undefined;
  for (const { version, max_version, min_version } of versions) {
    const max = version || max_version;
    if (max && min_version) return { min: min_version, max };
  }
  return undefined;
}

/** The header that asks for a microversion. */
export function microversionHeader(
  service: Service,
  microversion: string | undefined,
): Record<string, string> {
  if (microversion === undefined) return {};
  return { 'OpenStack-API-Version': `${HEADER_NAME[service] ?? service} ${microversion}` };
}

/** @throws UnsupportedError where the cloud is known not to offer the microversion */
export function checkMicroversion(
  cloud: string,
  service: Service,
  call: string,
  microversion: string,
  { microversions }: ServiceVersions,
): void {
  if (microversions === undefined) return;
  const { min, max } = microversions;
  if (compare(microversion, max) <= 0 && compare(microversion, min) >= 0) return;
  throw unsupported(cloud, service, call, microversion, `it offers ${min} to ${max}`);
}

export function unsupported(
  cloud: string,
  service: Service,
  call: string,
  microversion: string,
  offer: string,
): UnsupportedError {
  return new UnsupportedError(
    `cloud ${cloud}: ${call} needs ${service} microversion ${microversion}: ${offer}`,
  );
}

function compare(left: string, right: string): number {
  const [leftMajor = 0, leftMinor = 0] = left.split('.').map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split('.').map(Number);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}
