import { AmbiguousError } from '../errors/migration.ts';
import { lookUp } from '../model/mapping.ts';
import type { MappingsByKind } from '../model/mapping.ts';
import { isPattern } from '../model/pattern.ts';
import type { NamedId } from '../model/reference.ts';

/**
 * The destination id or name that the spec maps a resource to.
 * @throws AmbiguousError where patterns say different things of it
 */
export function mappedTo(
  mappings: MappingsByKind,
  kind: string,
  resource: NamedId,
): string | undefined {
  const [found, ...others] = lookUp(mappings[kind], resource);
  if (found !== undefined && others.length > 0) {
    const all = [found, ...others].map(({ entry, to }) => `${entry}: ${to}`).join(', ');
    throw new AmbiguousError(
      `mappings: ${kind}: several patterns speak of ${resource.name}: ${all}. Name it, or its id (${resource.id}), alone: that goes before patterns.`,
    );
  }
  return found?.to;
}

/** A resource, as a remedy has the operator write it before the colon: by its id where the name is none, or a pattern. */
export function mappingEntry({ id, name }: NamedId): string {
  const entry = name === '' || isPattern(name) ? id : name;
  const isPlain = /^[\p{L}\d_][\p{L}\d_.-]*(?: [\p{L}\d_.-]+)*$/u.test(entry);
  return isPlain ? entry : `'${entry.replaceAll("'", "''")}'`;
}

/** For what has a name in each cloud, and is no resource: an availability zone. @throws AmbiguousError */
export function mappedName(
  mappings: MappingsByKind,
  kind: string,
  name: string,
): string | undefined {
  return mappedTo(mappings, kind, { id: name, name });
}
