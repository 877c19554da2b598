import type { Resource, ResourceKind } from '../../resources/resource-kind.ts';
import type { ServerResource } from '../../resources/server/schema.ts';
import type { Node } from '../node.ts';
import type { PlanScope } from './check.ts';

/** What a plan is to make, or to complete where an earlier run began. */
export function nodesToMake({ nodes, items }: Pick<PlanScope, 'nodes' | 'items'>): Node[] {
  return items.flatMap(({ key, action }) => (action === 'create' ? (nodes.get(key) ?? []) : []));
}

/** The source resources of one kind among them. */
export function toMake<R extends Resource>(
  scope: Pick<PlanScope, 'nodes' | 'items'>,
  kind: ResourceKind<R>,
): R[] {
  return nodesToMake(scope).flatMap((node) =>
    // A kind's nodes hold what that kind has read.
    node.kind.kind === kind.kind ? [node.resource as R] : [],
  );
}

/** What the plan makes anew: not what is there already, and only has to be completed. */
export function madeAnew({ items, nodes }: PlanScope): Node[] {
  return items.flatMap(({ key, action, destinationId }) => {
    const node = nodes.get(key);
    return action === 'create' && destinationId === undefined && node !== undefined ? [node] : [];
  });
}

export function serversMadeAnew(scope: PlanScope): ServerResource[] {
  return madeAnew(scope)
    .filter(({ kind }) => kind.kind === 'server')
    .map(({ resource }) => resource as ServerResource);
}
