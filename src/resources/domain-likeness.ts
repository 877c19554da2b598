import { UNLIKE } from './resource-kind.ts';
import type { Likeness } from './resource-kind.ts';

interface OfDomain {
  readonly name: string;
  /** Its name. */
  readonly domain: string;
}

/** In the domain of the same name the plan finds it by itself: what is left is the same name in another. */
export function acrossDomains(source: OfDomain, candidate: OfDomain): Likeness {
  if (source.name !== candidate.name) return UNLIKE;
  const where = candidate.domain === source.domain ? [] : [`in domain ${candidate.domain}`];
  return { same: ['same name', ...where], doubts: [] };
}
