/**
 * The mark on everything Pumphouse makes: which source resource it was made from, and by which migration.
 * The forms differ with the room the APIs leave: tags (Nova, Neutron: at most 60 characters, no `/` or `,`),
 * a description (Neutron takes no tags at create), properties or extra attributes (Glance, Keystone).
 */
export interface Provenance {
  /** The id of the source resource. */
  readonly source: string;
  /** The name of the migration that made it: at most 36 characters (the spec's schema holds it). */
  readonly migration: string;
}

export const SOURCE_PROPERTY = 'pumphouse_source_id';
export const MIGRATION_PROPERTY = 'pumphouse_migration';

const SOURCE_TAG = 'pumphouse:source=';
const MIGRATION_TAG = 'pumphouse:migration=';
/** On a server from its create until it is verified: until then it may be removed again. */
export const UNFINISHED_TAG = 'pumphouse:unfinished';
/** On a server from its verification until its source is retired: it is in service, and is never removed. */
export const VERIFIED_TAG = 'pumphouse:verified';
/** On a source port that we closed: no crash can make us forget which were closed before. */
export const FENCED_TAG = 'pumphouse:fenced';

export function sourceTag(source: string): string {
  return SOURCE_TAG + source;
}

export function provenanceTags({ source, migration }: Provenance): string[] {
  return [SOURCE_TAG + source, MIGRATION_TAG + migration];
}

/**
 * The mark as a description, for the one call in which Neutron takes no tags. Filters exactly (`?description=`), so it
 * holds the source alone: the next migration, of another name, must find what this one left half-made.
 */
export function provenanceDescription({ source }: Pick<Provenance, 'source'>): string {
  return SOURCE_TAG + source;
}

export function provenanceProperties({ source, migration }: Provenance): Record<string, string> {
  return { [SOURCE_PROPERTY]: source, [MIGRATION_PROPERTY]: migration };
}

/** Ours, whatever it says: the mark, or how far something has come. */
export function isProvenanceProperty(name: string): boolean {
  return name.startsWith('pumphouse_');
}

export function isProvenanceTag(tag: string): boolean {
  return tag.startsWith('pumphouse:');
}

/** Reads the mark from tags; undefined where there is none. */
export function provenanceOfTags(tags: readonly string[]): Provenance | undefined {
  const source = valueAfter(tags, SOURCE_TAG);
  return source === undefined
    ? undefined
    : { source, migration: valueAfter(tags, MIGRATION_TAG) ?? '' };
}

/** Reads the mark from a description made by `provenanceDescription`. */
export function provenanceOfDescription(
  description: string | null | undefined,
): Provenance | undefined {
  return provenanceOfTags((description ?? '').split(' '));
}

export function provenanceOfProperties(
  properties: Readonly<Record<string, unknown>>,
): Provenance | undefined {
  const source = properties[SOURCE_PROPERTY];
  const migration = properties[MIGRATION_PROPERTY];
  if (typeof source !== 'string') return undefined;
  return { source, migration: typeof migration === 'string' ? migration : '' };
}

function valueAfter(tags: readonly string[], prefix: string): string | undefined {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length);
}
