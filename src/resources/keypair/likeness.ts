import { destinationId } from '../../model/id-map.ts';
import { UNLIKE } from '../resource-kind.ts';
import type { Likeness, LikenessContext } from '../resource-kind.ts';
import type { Keypair } from './schema.ts';

/** Of the user that stands for its own: the same key by another name, or another by the same. */
export function likeness({ ids }: LikenessContext, source: Keypair, candidate: Keypair): Likeness {
  if (destinationId(ids, { kind: 'user', id: source.userId }) !== candidate.userId) return UNLIKE;
  const named = source.name === candidate.name;
  const key = source.fingerprint === candidate.fingerprint;
  if (!named && !key) return UNLIKE;
  return {
    same: [...(named ? ['same name'] : []), ...(key ? ['same fingerprint'] : [])],
    doubts: key ? [] : ['another key'],
  };
}
