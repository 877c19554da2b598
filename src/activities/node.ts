import { referenceKey } from '../model/reference.ts';
import type { Reference } from '../model/reference.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';

/** One source resource of the graph that a selection needs. */
export interface Node {
  readonly key: string;
  readonly kind: ResourceKind;
  /** As the destination is to have it: with the addresses that the spec maps. */
  readonly resource: Resource;
  /** As the source has it, where that is not the same. */
  readonly was?: Resource;
  /** Keys that must be in the destination first. */
  readonly dependsOn: readonly string[];
  /** Keys it needs at all: wider than `dependsOn` (the rules of a remote group). */
  readonly needs: readonly string[];
  /** Keys of what comes along with it. */
  readonly companions: readonly string[];
}

/** What a person calls a source resource; its id where it has no name, or the graph does not have it. */
export function nameIn(nodes: ReadonlyMap<string, Node>, reference: Reference): string {
  return nodes.get(referenceKey(reference))?.resource.name || reference.id;
}
