import { destinationId } from '../model/id-map.ts';
import { domains } from './domain/api.ts';
import { getOne } from './keystone/collection.ts';
import { UNLIKE } from './resource-kind.ts';
import type { Likeness, LikenessContext } from './resource-kind.ts';

interface OfDomain {
  readonly name: string;
  readonly domain_id: string;
}

/** In its domain's counterpart the plan finds it by itself: what is left is the same name in another. */
export async function acrossDomains(
  { destination, ids }: LikenessContext,
  source: OfDomain,
  candidate: OfDomain,
): Promise<Likeness> {
  if (source.name !== candidate.name) return UNLIKE;
  const { domain_id: id } = candidate;
  if (id === destinationId(ids, { kind: 'domain', id: source.domain_id })) {
    return { same: ['same name'], doubts: [] };
  }
  const domain = await getOne(destination, domains, id);
  return { same: ['same name', `in domain ${domain?.name ?? id}`], doubts: [] };
}
