import { destinationId } from '../../model/id-map.ts';
import { UNLIKE } from '../resource-kind.ts';
import type { Likeness, LikenessContext } from '../resource-kind.ts';
import type { Image } from './schema.ts';

/** The same name, or the same bytes. */
export function likeness({ ids }: LikenessContext, source: Image, candidate: Image): Likeness {
  const bytes = sameBytes(source, candidate);
  const same = [
    ...(source.name !== '' && source.name === candidate.name ? ['same name'] : []),
    ...(bytes.same === undefined ? [] : [bytes.same]),
  ];
  if (same.length === 0 || candidate.status !== 'active') return UNLIKE;
  const owner = destinationId(ids, { kind: 'project', id: source.owner ?? '' });
  const seen = ['public', 'community'].includes(candidate.visibility) || candidate.owner === owner;
  return {
    same,
    doubts: [
      ...(bytes.doubt === undefined ? [] : [bytes.doubt]),
      ...(seen ? [] : [`${candidate.visibility}, of another project`]),
    ],
  };
}

/** By the clouds' own hash where both have one of the same algorithm, else by the md5 of old. */
function sameBytes(source: Image, candidate: Image): { same?: string; doubt?: string } {
  const algorithm = source.hashAlgorithm;
  if (algorithm !== undefined && algorithm === candidate.hashAlgorithm) {
    return source.hash === candidate.hash
      ? { same: `same ${algorithm}` }
      : { doubt: 'other contents' };
  }
  if (source.checksum === undefined || candidate.checksum === undefined) {
    return { doubt: 'no checksum to compare' };
  }
  return source.checksum === candidate.checksum
    ? { same: 'same checksum' }
    : { doubt: 'other contents' };
}
