import { dirname, resolve } from 'node:path';
import { UsageError } from '../../errors/migration.ts';
import { parseSpec } from './parse-spec.ts';
import { readText } from './read-text.ts';
import type { Spec } from '../../model/spec.ts';

/** A spec of a thousand servers is some 100 KiB. */
const LARGEST = 1024 * 1024;

/** Reads a spec file; `-` is standard input. @throws UsageError with every mistake's line and column */
export async function readSpec(path: string): Promise<Spec> {
  const { file, text } = await readText(path, LARGEST);
  return withServersFrom(parseSpec(text, file), path === '-' ? '.' : dirname(path));
}

/** The spec with the words of its file of servers in it: a worker has no such file. */
async function withServersFrom(spec: Spec, folder: string): Promise<Spec> {
  if (spec.select?.serversFrom === undefined) return spec;
  const { serversFrom, ...select } = spec.select;
  const { file, text } = await readText(resolve(folder, serversFrom), LARGEST);
  const words = text
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*/, '').trim())
    .filter((line) => line !== '');
  if (words.length === 0) throw new UsageError(`${file}: names no server; write one a line`);
  return { ...spec, select: { ...select, servers: [...(select.servers ?? []), ...words] } };
}
