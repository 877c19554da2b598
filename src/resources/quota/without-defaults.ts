import type { Cloud } from '../../openstack/cloud.ts';
import { NO_DEFAULTS, asksForDefaults } from './calls.ts';

/** A source as if it had no default quotas: every limit of a project is then its own, and carried. */
export function withoutDefaults(cloud: Cloud): Cloud {
  return {
    ...cloud,
    request: async (service, options) =>
      asksForDefaults(options)
        ? options.schema.parse(NO_DEFAULTS)
        : cloud.request(service, options),
  };
}
