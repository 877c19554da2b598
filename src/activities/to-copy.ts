import { isServerStage, nameOf } from '../resources/resource-kind.ts';
import type { Node } from './node.ts';
import type { Survey } from './plan.ts';
import type { CopyItem, MigrationPlan } from './workflow-plan.ts';

/** Concerns that travel in a workflow's history; `pumphouse plan` shows all. */
export const MOST_CONCERNS = 50;

/** The kinds copied inside a server's saga stay out; what is there already needs no copying. */
export function toCopy(
  { levels, plan, ids }: Survey,
  chosen: (node: Node) => boolean,
): Pick<MigrationPlan, 'levels' | 'ids' | 'reused' | 'order'> {
  const reused = new Set(plan.items.flatMap((item) => (item.action === 'reuse' ? [item.key] : [])));
  const mine = (node: Node): boolean => !isServerStage(node.kind, node.resource) && chosen(node);
  const chosenNodes = levels.map((level) => level.filter(mine));
  const copied = chosenNodes.map((level) => level.filter((node) => !reused.has(node.key)));
  const known: Record<string, string> = {};
  for (const node of chosenNodes.flat()) {
    const id = ids[node.key];
    if (id !== undefined && reused.has(node.key)) known[node.key] = id;
  }
  const order = [...new Set(copied.flat().flatMap(({ needs }) => needs))];
  const position = new Map(order.map((key, index) => [key, index]));
  return {
    ids: known,
    reused: Object.keys(known).length,
    order,
    levels: copied
      .map((level) => level.map((node) => copyItem(node, position)))
      .filter((level) => level.length > 0),
  };
}

function copyItem(
  { key, kind, resource, was, needs }: Node,
  position: ReadonlyMap<string, number>,
): CopyItem {
  return {
    key,
    name: nameOf(kind, was ?? resource) || key,
    bulk: kind.bulk === true,
    needs: needs.flatMap((each) => position.get(each) ?? []),
  };
}
