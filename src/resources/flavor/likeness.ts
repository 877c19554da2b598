import { isDeepStrictEqual } from 'node:util';
import { UNLIKE } from '../resource-kind.ts';
import type { Likeness } from '../resource-kind.ts';
import type { Flavor } from './schema.ts';

const SIZES = ['vcpus', 'ram', 'disk'] as const;
const REST = ['ephemeral', 'swap', 'extraSpecs'] as const;

/** The same name, or the same sizes. */
export function likeness(source: Flavor, candidate: Flavor): Likeness {
  const sizes = SIZES.filter((size) => source[size] !== candidate[size]);
  const same = [
    ...(source.name === candidate.name ? ['same name'] : []),
    ...(sizes.length === 0 ? [`same ${SIZES.join(', ')}`] : []),
  ];
  if (same.length === 0) return UNLIKE;
  const rest = REST.filter((key) => !isDeepStrictEqual(source[key], candidate[key]));
  return {
    same,
    doubts: [
      ...sizes.map((size) => `${size} ${source[size]} → ${candidate[size]}`),
      ...rest.map((key) => `other ${key === 'extraSpecs' ? 'extra specs' : key}`),
    ],
  };
}
