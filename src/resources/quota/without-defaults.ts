import type { Cloud } from '../../openstack/cloud.ts';
import { NO_DEFAULTS, asksForDefaults } from './calls.ts';

/** A source as if it had no default quotas: every limit of a project is then its own, and carried. */
export function withoutDefaults(cloud: Cloud): Cloud {
  return {
    ...cloud,
    async request(service, options) {
      const answer = await cloud.request(service, options);
      return asksForDefaults(options) ? options.schema.parse(NO_DEFAULTS) : answer;
    },
  };
}
