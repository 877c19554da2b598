import type { Spec } from '../model/spec.ts';
import { withoutDefaults } from '../resources/quota/calls.ts';
import type { Clouds } from '../resources/resource-kind.ts';

/** The clouds, as the spec wants them looked at. */
export function asAsked({ quotas }: Pick<Spec, 'quotas'>, clouds: Clouds): Clouds {
  return quotas === 'all' ? { ...clouds, source: withoutDefaults(clouds.source) } : clouds;
}
