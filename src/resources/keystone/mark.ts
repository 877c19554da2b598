import { SOURCE_PROPERTY, provenanceOfDescription } from '../../model/provenance.ts';
import { collect } from '../collect.ts';
import { unlessRaced } from '../raced.ts';
import type { Resource } from '../resource-kind.ts';

/** What bears the mark, else that of the same name, which is unique where it was listed. Keystone filters by no attribute it does not know. */
export async function markedOrNamed<R extends Resource>(
  listed: AsyncIterable<R>,
  source: Resource,
): Promise<R[]> {
  const found = await collect(listed, (each) => isCopy(each, source) || each.name === source.name);
  const marked = found.filter((each) => isCopy(each, source));
  return marked.length > 0 ? marked : found;
}

/** Another worker may have made it in the same moment: then it bears the mark. */
export function unlessMade<R extends Resource>(
  created: Promise<string>,
  source: R,
  find: () => Promise<readonly R[]>,
): Promise<string> {
  return unlessRaced(created, async () => (await find()).find((each) => isCopy(each, source)));
}

function isCopy(resource: Resource, source: Resource): boolean {
  return (resource as Resource & Readonly<Record<string, unknown>>)[SOURCE_PROPERTY] === source.id;
}

/** Where more than one call makes it, create writes the mark into the description as well; the real one comes last. */
export function unfinished({
  description,
}: {
  readonly description?: string | null | undefined;
}): boolean {
  return provenanceOfDescription(description) !== undefined;
}
