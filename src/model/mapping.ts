import { isPattern, starsOf } from './pattern.ts';
import type { NamedId } from './reference.ts';

/**
 * The operator's word on one kind: source → destination. A source is an id, a name, or a pattern of names in which `*` is any
 * text, also none; what a star stood for comes in the place of the destination's star: `team-*` → `legacy-*`.
 */
export type Mapping = Readonly<Record<string, string>>;
/** By kind; availability zones are named as if they were one. */
export type MappingsByKind = Readonly<Record<string, Mapping | undefined>>;

/** An entry that speaks of a resource, and what it makes of it. */
export interface Mapped {
  readonly entry: string;
  /** A destination id or name. */
  readonly to: string;
}

/**
 * What a mapping says of a resource: nothing, one thing, or several that contradict each other. Its very id goes before its
 * very name, and that before patterns, which are for names alone.
 */
export function lookUp(mapping: Mapping | undefined, { id, name }: NamedId): readonly Mapped[] {
  // What is called like a member of every JavaScript object is mapped only where the spec says so.
  for (const entry of [id, name]) {
    const to = mapping !== undefined && Object.hasOwn(mapping, entry) ? mapping[entry] : undefined;
    if (to !== undefined) return [{ entry, to }];
  }
  const found = Object.entries(mapping ?? {}).flatMap(([entry, to]): Mapped[] => {
    const stars = isPattern(entry) ? starsOf(entry, name) : undefined;
    return stars === undefined ? [] : [{ entry, to: filled(to, stars) }];
  });
  return found.filter((each, index) => found.findIndex(({ to }) => to === each.to) === index);
}

/** What an entry's destination should be; undefined where nothing is wrong with it. */
export function mistakeIn(entry: string, to: string): string | undefined {
  const [stars, places] = [entry.split('*').length - 1, to.split('*').length - 1];
  // Without one in the source, a star of the destination is a letter of its name.
  if (stars === 0 || places <= stars) return undefined;
  return `no more stars than "${entry}" has`;
}

function filled(to: string, stars: readonly string[]): string {
  const [first = '', ...rest] = to.split('*');
  return first + rest.map((part, index) => (stars[index] ?? '') + part).join('');
}
