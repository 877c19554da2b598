import { destinationId } from '../../model/id-map.ts';
import { UNLIKE } from '../resource-kind.ts';
import type { Likeness, LikenessContext } from '../resource-kind.ts';
import type { Subnet } from './schema.ts';

/** In the network that stands for its own: the range tells, which a network has once. */
export function likeness({ ids }: LikenessContext, source: Subnet, candidate: Subnet): Likeness {
  const network = destinationId(ids, { kind: 'network', id: source.network_id });
  if (network === undefined || candidate.network_id !== network) return UNLIKE;
  if (candidate.cidr === source.cidr) return { same: [`same range (${source.cidr})`], doubts: [] };
  if (source.name === '' || candidate.name !== source.name) return UNLIKE;
  return { same: ['same name'], doubts: [`range ${source.cidr} → ${candidate.cidr}`] };
}
