import type { MicroversionNeed } from '../resource-kind.ts';
import type { ServerGroup } from './schema.ts';

/** The first compute microversion whose groups have one policy, with rules; before, a list of policies. */
export const RULES = 64;
/** The first that takes `soft-affinity` and `soft-anti-affinity`. */
const SOFT = 15;

const remedy =
  'Make a group there that will do and map it (mappings: server-group), or leave its servers out.';

export function microversions({ policy, rules }: ServerGroup): readonly MicroversionNeed[] {
  const needs = { clouds: 'destination', severity: 'blocker', remedy } as const;
  return [
    ...(Object.keys(rules).length > 0
      ? [{ ...needs, minor: RULES, release: 'Rocky', lacking: 'cannot keep rules' }]
      : []),
    ...(policy.startsWith('soft-')
      ? [{ ...needs, minor: SOFT, release: 'Mitaka', lacking: 'cannot have a soft policy' }]
      : []),
  ];
}
