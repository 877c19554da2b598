import { referenceKey } from './reference.ts';
import type { Reference } from './reference.ts';

/** Source reference key (`kind/id`) → id in the destination cloud. JSON, so that it can cross workflows. */
export type IdMap = Readonly<Record<string, string>>;

/** The destination id of a source resource; undefined where it is not (yet) in the destination. */
export function destinationId(ids: IdMap, reference: Reference): string | undefined {
  return ids[referenceKey(reference)];
}
