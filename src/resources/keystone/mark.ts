import type { z } from 'zod';
import {
  SOURCE_PROPERTY,
  provenanceDescription,
  provenanceOfDescription,
  provenanceProperties,
} from '../../model/provenance.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { unlessRaced } from '../raced.ts';
import type { Resource } from '../resource-kind.ts';
import { createOne, getOne, listAll } from './collection.ts';
import type { Collection } from './collection.ts';

/** Where a name is unique: a collection, or its part in one domain. */
export interface Place<Schema extends z.ZodType<Resource>> {
  readonly cloud: Cloud;
  readonly of: Collection<Schema>;
  readonly query?: Query;
}

/**
 * What bears the mark, else that of the same name. A copy has its source's name unless somebody renamed it; only where it does not is
 * all of the place looked through for the mark, by which Keystone cannot filter.
 */
export async function markedOrNamed<Schema extends z.ZodType<Resource>>(
  place: Place<Schema>,
  source: Resource,
): Promise<z.output<Schema>[]> {
  const { cloud, of, query } = place;
  const listed = await collect(
    listAll(cloud, of, { ...query, name: source.name }),
    ({ name }) => name === source.name,
  );
  // Keystone 22 lists a user that an identity provider knows as well twice.
  const named = [...new Map(listed.map((each) => [each.id, each])).values()];
  const ours = named.filter((each) => isCopy(each, source));
  if (ours.length > 0) return ours;
  const ids = (await marksIn(place)).get(source.id) ?? [];
  const renamed = await Promise.all(ids.map((id) => getOne(cloud, of, id)));
  const marked = renamed
    .filter((each) => each !== undefined)
    .filter((each) => isCopy(each, source));
  return marked.length > 0 ? marked : named;
}

/** Makes what more than one call completes: with the mark in its description, too, until the last of them. Answers its id. */
export function createMarked<Schema extends z.ZodType<Resource>>(
  place: Place<Schema>,
  source: Resource,
  { provenance, body }: { readonly provenance: Provenance; readonly body: object },
): Promise<string> {
  const created = createOne(place.cloud, place.of, {
    ...body,
    // What parts the collection, a domain, is an attribute of all in that part.
    ...place.query,
    name: source.name,
    description: provenanceDescription(provenance),
    ...provenanceProperties(provenance),
  });
  return unlessMade(place, source, created);
}

/** Another worker may have made it in the same moment: then it bears the mark. */
export async function unlessMade<Schema extends z.ZodType<Resource>>(
  place: Place<Schema>,
  source: Resource,
  created: Promise<string>,
): Promise<string> {
  const id = await unlessRaced(created, async () =>
    (await markedOrNamed(place, source)).find((each) => isCopy(each, source)),
  );
  const marks = await lookedAt
    .get(place.cloud)
    ?.get(keyOf(place))
    ?.marks.catch(() => undefined);
  marks?.set(source.id, [...new Set([...(marks.get(source.id) ?? []), id])]);
  return id;
}

/** Ids of copies, by what they are copies of. */
type Marks = Map<string, string[]>;

/**
 * So long it is remembered who bears which mark: else 5,000 users cost 5,000 listings of 5,000 users. What is missed meanwhile is a copy
 * that another process made and somebody renamed since.
 */
const REMEMBERED_MS = 30_000;
const lookedAt = new WeakMap<Cloud, Map<string, { at: number; marks: Promise<Marks> }>>();

function marksIn<Schema extends z.ZodType<Resource>>(place: Place<Schema>): Promise<Marks> {
  const places =
    lookedAt.get(place.cloud) ?? new Map<string, { at: number; marks: Promise<Marks> }>();
  lookedAt.set(place.cloud, places);
  const key = keyOf(place);
  const known = places.get(key);
  if (known !== undefined && performance.now() - known.at < REMEMBERED_MS) return known.marks;
  const marks = readMarks(place);
  places.set(key, { at: performance.now(), marks });
  marks.catch(() => places.delete(key));
  return marks;
}

async function readMarks<Schema extends z.ZodType<Resource>>({
  cloud,
  of,
  query,
}: Place<Schema>): Promise<Marks> {
  const marks: Marks = new Map();
  for await (const each of listAll(cloud, of, query)) {
    const mark = markOf(each);
    if (mark === undefined) continue;
    marks.set(mark, [...new Set([...(marks.get(mark) ?? []), each.id])]);
  }
  return marks;
}

function keyOf({ of, query }: Place<z.ZodType<Resource>>): string {
  return JSON.stringify([of.path, query]);
}

function markOf(resource: Resource): string | undefined {
  const mark = (resource as Resource & Readonly<Record<string, unknown>>)[SOURCE_PROPERTY];
  return typeof mark === 'string' ? mark : undefined;
}

function isCopy(resource: Resource, source: Resource): boolean {
  return markOf(resource) === source.id;
}

/** Where more than one call makes it, create writes the mark into the description as well; the real one comes last. */
export function unfinished({
  description,
}: {
  readonly description?: string | null | undefined;
}): boolean {
  return provenanceOfDescription(description) !== undefined;
}
