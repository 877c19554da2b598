import { isMap, isNode, isPair, isScalar } from 'yaml';
import type { Document, LineCounter, Pair } from 'yaml';

/** Finds lines and columns of a YAML document. */
export interface Places {
  /** `line:column` of a value; of its key where the value is empty; of the nearest block around it where it is missing. */
  value(path: readonly PropertyKey[]): string;
  key(path: readonly PropertyKey[], key: string): string;
  offset(offset: number): string;
}

export function placesOf(document: Document, lines: LineCounter): Places {
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
  };
  const key = (path: readonly PropertyKey[], name: string): string => {
    const offset = offsetOfKey(document, path, name);
    return offset === undefined ? value(path) : at(offset);
  };
  const value = (path: readonly PropertyKey[]): string => {
    const last = path.at(-1);
    const node: unknown = document.getIn([...path], true);
    const empty = node === undefined || (isScalar(node) && node.value === null);
    if (!empty && isNode(node) && !(isMap(node) && typeof last === 'string'))
      return at(startOf(node));
    if (last === undefined) return at(0);
    const parent = path.slice(0, -1);
    return typeof last === 'string' ? key(parent, last) : value(parent);
  };
  return { value, key, offset: at };
}

function offsetOfKey(
  document: Document,
  path: readonly PropertyKey[],
  name: string,
): number | undefined {
  const block: unknown = path.length === 0 ? document.contents : document.getIn([...path], true);
  if (!isMap(block)) return undefined;
  const pair = block.items.find((item): item is Pair => isPair(item) && keyText(item) === name);
  return pair && isNode(pair.key) ? startOf(pair.key) : undefined;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function startOf(node: { range?: readonly [number, number, number] | null }): number {
  return node.range?.[0] ?? 0;
}
