import { BlockedError } from '../errors/migration.ts';
import type { IdMap } from '../model/id-map.ts';
import { destinationId } from '../model/id-map.ts';
import { referenceKey } from '../model/reference.ts';
import type { Resource, Translate } from './resource-kind.ts';

/** The destination id of what a resource cannot be made without. @throws BlockedError */
export function required(ids: IdMap, kind: string, id: string, neededBy: Resource): string {
  const found = destinationId(ids, { kind, id });
  if (found === undefined) {
    const what = referenceKey({ kind, id });
    throw new BlockedError(
      `${neededBy.name} (${neededBy.id}) needs ${what}, which is not in the destination.`,
    );
  }
  return found;
}

/** `required` as `attributes` takes it. */
export function translator(ids: IdMap, neededBy: Resource): Translate {
  return (kind, id) => required(ids, kind, id, neededBy);
}
