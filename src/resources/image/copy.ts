import { isDeepStrictEqual } from 'node:util';
import { BlockedError, ConflictError } from '../../errors/migration.ts';
import { hasStatus } from '../../errors/openstack.ts';
import { destinationId } from '../../model/id-map.ts';
import { provenanceOfProperties, provenanceProperties } from '../../model/provenance.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext, Translate } from '../resource-kind.ts';
import { deactivateImage, getImage, listImages, patchImage, postImage } from './api.ts';
import type { PatchOperation } from './api.ts';
import { dataOf, fingerprint, isReadable } from './attributes.ts';
import { ensureData } from './data.ts';
import {
  carriedProperties,
  pointers,
  UNFINISHED_PROPERTY,
  VERIFIED_PROPERTY,
} from './properties.ts';
import { refusedProperty } from './refused-properties.ts';
import type { Image } from './schema.ts';

/** By mark; else by the id, which is kept where the destination lets us. @throws ConflictError where the mark is on other data */
export async function find(destination: Cloud, source: Image): Promise<readonly Image[]> {
  const marked: Image[] = [];
  for await (const image of listImages(destination, { sourceId: source.id })) marked.push(image);
  const same = marked.length > 0 ? undefined : await getImage(destination, source.id);
  const found = same === undefined ? marked : [same];
  for (const image of found) requireOurData(destination, source, image);
  return found;
}

/**
 * Everybody may write our mark on an image of their own, and choose its id; but nobody can change an image's data: a finished copy with
 * other data was never ours, and nothing may boot from it.
 */
function requireOurData({ name: cloud }: Cloud, source: Image, copy: Image): void {
  if (provenanceOfProperties(copy.properties)?.source !== source.id) return;
  if (isUnfinished(copy) || !isReadable(copy) || !isReadable(source)) return;
  if (dataOf(copy) === dataOf(source)) return;
  throw new ConflictError(
    `${cloud}: image ${copy.name} (${copy.id}, of project ${copy.owner ?? 'none'}) says that it is a copy of ${source.name} (${source.id}), and has other data: it is none. ` +
      'See who made it, and remove it; or map the image in the spec: mappings: image.',
  );
}

/** Makes the record, private and hidden until its data is proven. The id of a deleted image is refused for ever: then a new one. */
export async function create(context: CopyContext, source: Image): Promise<string> {
  const { destination, ids, provenance, signal } = context;
  const owner = translateBy(ids)('project', source.owner ?? '');
  const body = {
    name: source.name,
    visibility: 'private',
    os_hidden: true,
    disk_format: source.diskFormat,
    container_format: source.containerFormat,
    min_disk: source.minDisk,
    min_ram: source.minRam,
    tags: source.tags,
    ...(owner === undefined ? {} : { owner }),
    ...carriedProperties(source, translateBy(ids)),
    ...pointers(source, translateBy(ids)),
    ...provenanceProperties(provenance),
    [UNFINISHED_PROPERTY]: 'yes',
  };
  const post = (record: object): Promise<Image> => postRecord(destination, source, record, signal);
  try {
    return (await post({ id: source.id, ...body })).id;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
  const existing = await getImage(destination, source.id, signal);
  const mark = existing === undefined ? undefined : provenanceOfProperties(existing.properties);
  if (mark?.source === source.id) return source.id;
  return (await post(body)).id;
}

/** One property that an operator protected fails the whole record: which one is told. */
async function postRecord(
  destination: Cloud,
  source: Image,
  record: object,
  signal: AbortSignal,
): Promise<Image> {
  try {
    return await postImage(destination, record, signal);
  } catch (error) {
    const refused = refusedProperty(error, source.properties);
    if (refused === undefined) throw error;
    throw new BlockedError(
      `${destination.name}: image ${source.name} (${source.id}) has property ${refused}, which is refused there ` +
        `(${hasStatus(error, 403) ? 'it is protected' : 'its schema forbids the value'}). Allow it to the operator there ` +
        '(property_protection_file), take it from the source image, or map the image in the spec: mappings: image.',
    );
  }
}

/** How often a change is tried that another worker makes as well. */
const TRIES = 3;

/** Data, then what makes it visible. */
export async function converge(
  context: CopyContext,
  source: Image,
  existing: Image,
): Promise<void> {
  let copy = await withData(context, source, existing);
  for (let tries = 1; ; tries += 1) {
    try {
      await finish(context, source, copy);
      return;
    } catch (error) {
      // Glance says so of what another worker has just added, or taken away.
      if (!hasStatus(error, 409) || tries === TRIES) throw error;
      const now = await getImage(context.destination, copy.id, context.signal);
      if (now === undefined) throw error;
      if (!isUnfinished(now)) return;
      copy = now;
    }
  }
}

/** That it is finished, and hidden no more, is the last word. */
async function finish(context: CopyContext, source: Image, copy: Image): Promise<void> {
  const { destination, ids, signal } = context;
  const operations = changes(source, copy, translateBy(ids));
  const closing = source.status === 'deactivated' && copy.status === 'active';
  const last = closing ? operations.filter(isClosing) : operations;
  const first = operations.filter((each) => !last.includes(each));
  if (first.length > 0) await patchImage(destination, copy.id, first, signal);
  if (closing) await deactivateImage(destination, copy.id, signal);
  if (last.length > 0) await patchImage(destination, copy.id, last, signal);
}

/** An image that waits for its data in the source waits in the destination. */
async function withData(context: CopyContext, source: Image, existing: Image): Promise<Image> {
  if (source.status === 'queued') return existing;
  const proven = isReadable(existing) && dataOf(existing) === dataOf(source);
  return proven ? existing : ensureData(context, source, existing);
}

/** Whether the copy is not yet what it is to be. */
export function isUnfinished({ properties }: Image): boolean {
  return properties[UNFINISHED_PROPERTY] !== undefined;
}

function isClosing({ path }: PatchOperation): boolean {
  return path === '/os_hidden' || path === pointer(UNFINISHED_PROPERTY);
}

const asItIs: Translate = (_kind, id) => id;

function changes(source: Image, copy: Image, translate: Translate): PatchOperation[] {
  const wanted = {
    ...core(source),
    ...carriedProperties(source, translate),
    ...verification(source, copy),
  };
  const actual: Record<string, unknown> = {
    ...core(copy),
    ...carriedProperties(copy, asItIs),
    ...pick(copy.properties, VERIFIED_PROPERTY),
    ...pick(copy.properties, UNFINISHED_PROPERTY),
  };
  const set = Object.entries(wanted)
    .filter(([key, value]) => !isDeepStrictEqual(value, actual[key]))
    .map(
      ([key, value]) =>
        ({ op: key in actual ? 'replace' : 'add', path: pointer(key), value }) as const,
    );
  const removed = Object.keys(actual)
    .filter((key) => !(key in wanted) && key !== VERIFIED_PROPERTY)
    .map((key) => ({ op: 'remove', path: pointer(key) }) as const);
  return [...removed, ...set];
}

function core(image: Image): Record<string, unknown> {
  return {
    name: image.name,
    visibility: image.visibility,
    min_disk: image.minDisk,
    min_ram: image.minRam,
    os_hidden: image.hidden,
    tags: image.tags.toSorted(),
    protected: image.protected,
  };
}

/** Said on the copy only where the two clouds' own hashes cannot say it. */
function verification(source: Image, copy: Image): Record<string, string> {
  const wanted = fingerprint(source);
  return wanted === fingerprint(copy) ? {} : { [VERIFIED_PROPERTY]: wanted };
}

function translateBy(ids: IdMap): Translate {
  return (kind, id) => destinationId(ids, { kind, id });
}

function pick(properties: Readonly<Record<string, string>>, key: string): Record<string, string> {
  const value = properties[key];
  return value === undefined ? {} : { [key]: value };
}

/** RFC 6901 */
function pointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
