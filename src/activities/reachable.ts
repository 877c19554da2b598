import type { Node } from './node.ts';

/** Keys of all that lies behind others, themselves included; `next` says what a node leads to. */
export function reachable(
  nodes: ReadonlyMap<string, Node>,
  from: readonly string[],
  next: (node: Node) => readonly string[] = ({ needs }) => needs,
): Set<string> {
  const reached = new Set<string>();
  const open = [...from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    const node = nodes.get(key);
    if (node !== undefined) open.push(...next(node));
  }
  return reached;
}
