import { isAlias, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../errors/migration.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** A YAML (or JSON) file of clouds, with the places of its parts. */
export interface CloudsFile {
  readonly path: string;
  readonly content: Settings;
  /** `file:line` of a part, or of the nearest part above it that is there. */
  where(keys: readonly string[]): string;
}

const mapping = z.record(z.string(), z.unknown());

/** Messages name places only: the text around a mistake may be a password. @throws UsageError */
export function parseCloudsFile(path: string, text: string): CloudsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${path}:${lines.linePos(offset).line}`;
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new UsageError(
      `${at(problem.pos[0])}: this is not YAML (${problem.code.toLowerCase().replaceAll('_', ' ')}): correct its indentation or quotes`,
    );
  }
  const alias = danglingAlias(document);
  if (alias !== undefined) {
    throw new UsageError(
      `${at(alias)}: a value that begins with '*' refers to nothing: put it into quotes`,
    );
  }
  const content = mapping.safeParse(document.toJS() ?? {});
  if (!content.success) {
    throw new UsageError(`${path}:1: expected a mapping with the key 'clouds'`);
  }
  return { path, content: content.data, where: (keys) => at(offsetOf(document, keys)) };
}

function danglingAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return undefined;
      offset = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function offsetOf(document: Document, keys: readonly string[]): number {
  for (let depth = keys.length; depth > 0; depth -= 1) {
    const parent = depth === 1 ? document.contents : document.getIn(keys.slice(0, depth - 1), true);
    const offset = keyOffset(parent, keys[depth - 1]);
    if (offset !== undefined) return offset;
  }
  return 0;
}

function keyOffset(parent: unknown, key: string | undefined): number | undefined {
  if (!isNode(parent) || isAlias(parent) || !('items' in parent)) return undefined;
  const pairs = parent.items as readonly { key?: unknown }[];
  const found = pairs.find((pair) => isNode(pair.key) && String(pair.key) === key);
  return found !== undefined && isNode(found.key) ? found.key.range?.[0] : undefined;
}
