import type { MicroversionNeed } from '../resource-kind.ts';
import type { Flavor } from './schema.ts';

/** The first compute microversion whose flavors have descriptions. */
export const DESCRIPTION = 55;

/** Extra specs are asked for by themselves where a cloud does not show them (before 2.61): they need nothing. */
export function microversions({ description }: Flavor): readonly MicroversionNeed[] {
  if (!description) return [];
  return [
    {
      minor: DESCRIPTION,
      release: 'Queens',
      clouds: 'destination',
      lacking: 'cannot keep a description',
      severity: 'warning',
      remedy: 'Nothing needs to be done, unless somebody relies on the description.',
    },
  ];
}
