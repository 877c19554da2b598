import { UnsupportedError } from '../errors/migration.ts';
import type { CloudConfig } from './cloud-config.ts';
import type { Service } from './cloud.ts';
import { versionedEndpoint } from './endpoint.ts';
import { SERVICE_TYPES } from './service-types.ts';
import type { Token } from './token.ts';

/** The versioned endpoint of a service for a token's project; undefined where the catalog has none. */
export function findEndpoint(
  config: CloudConfig,
  token: Token,
  service: Service,
): string | undefined {
  const url = config.endpointOverrides[service] ?? catalogUrl(config, token, service);
  if (url !== undefined) return versionedEndpoint(service, url, token.project?.id);
  // An unscoped token has no catalog; Keystone itself is known.
  return service === 'identity' ? versionedEndpoint(service, config.authUrl, undefined) : undefined;
}

/** @throws UnsupportedError where the cloud has no such service */
export function requireEndpoint(config: CloudConfig, token: Token, service: Service): string {
  const endpoint = findEndpoint(config, token, service);
  if (endpoint !== undefined) return endpoint;
  const region = config.region === undefined ? '' : ` in region ${config.region}`;
  throw new UnsupportedError(
    `cloud ${config.name}: the service catalog has no ${config.interface} endpoint of '${SERVICE_TYPES[service].join("' or '")}'${region}: ` +
      `correct region_name or interface in clouds.yaml, or set ${service}_endpoint_override`,
  );
}

function catalogUrl(config: CloudConfig, token: Token, service: Service): string | undefined {
  for (const type of SERVICE_TYPES[service]) {
    for (const entry of token.catalog.filter((entry) => entry.type === type)) {
      const found = entry.endpoints.find(
        (endpoint) =>
          endpoint.interface === config.interface &&
          (config.region === undefined ||
            endpoint.region_id === config.region ||
            endpoint.region === config.region),
      );
      if (found !== undefined) return found.url;
    }
  }
  return undefined;
}
