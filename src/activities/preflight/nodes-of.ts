import type { PlanItem } from '../../model/plan.ts';
import type { Resource, ResourceKind } from '../../resources/resource-kind.ts';
import type { PlanScope } from './check.ts';

/** The source resources of a kind that a plan is to make. */
export function toMake<R extends Resource>(
  { nodes, items }: Pick<PlanScope, 'nodes' | 'items'>,
  kind: ResourceKind<R>,
): R[] {
  return items.flatMap(({ key, action }) => {
    const node = nodes.get(key);
    // A kind's nodes hold what that kind has read.
    return action === 'create' && node?.kind.kind === kind.kind ? [node.resource as R] : [];
  });
}

/** Of a kind's items so many are to be made. */
export function countToMake(items: readonly PlanItem[], kind: string): number {
  return items.filter((item) => item.kind === kind && item.action === 'create').length;
}
