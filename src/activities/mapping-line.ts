import { MAPPABLE } from '../model/spec.ts';
import { mappingEntry } from '../resources/mapped.ts';
import type { Resource, ResourceKind } from '../resources/resource-kind.ts';

/** The mapping that a remedy advises; undefined where the spec takes none of the kind. */
export function mappingLine(
  { kind, mappedAs }: Pick<ResourceKind, 'kind' | 'mappedAs'>,
  resource: Resource,
): string | undefined {
  const word = mappedAs ?? kind;
  if (!(MAPPABLE as readonly string[]).includes(word)) return undefined;
  return `mappings: ${word}: { ${mappingEntry(resource)}: <id or name> }`;
}
