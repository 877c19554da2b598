import { isDeepStrictEqual } from 'node:util';
import { hasStatus } from '../../errors/openstack.ts';
import { destinationId } from '../../model/id-map.ts';
import { provenanceOfProperties, provenanceProperties } from '../../model/provenance.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CopyContext, Translate } from '../resource-kind.ts';
import { getImage, listImages, listMembers, patchImage, postImage, setMember } from './api.ts';
import type { PatchOperation } from './api.ts';
import { dataOf, fingerprint, needsOwner } from './attributes.ts';
import { ensureData } from './data.ts';
import { carriedProperties, VERIFIED_PROPERTY } from './properties.ts';
import type { Image } from './schema.ts';

/** By mark; else by the id, which is kept where the destination lets us. */
export async function find(destination: Cloud, source: Image): Promise<readonly Image[]> {
  const marked: Image[] = [];
  for await (const image of listImages(destination, { sourceId: source.id })) marked.push(image);
  if (marked.length > 0) return marked;
  const same = await getImage(destination, source.id);
  return same === undefined ? [] : [same];
}

/** Makes the record, private and hidden until its data is proven. The id of a deleted image is refused for ever: then a new one. */
export async function create(context: CopyContext, source: Image): Promise<string> {
  const { destination, ids, provenance, signal } = context;
  const owner = needsOwner(source) ? translateBy(ids)('project', source.owner ?? '') : undefined;
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
    ...provenanceProperties(provenance),
  };
  try {
    return (await postImage(destination, { id: source.id, ...body }, signal)).id;
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
  const existing = await getImage(destination, source.id, signal);
  const mark = existing === undefined ? undefined : provenanceOfProperties(existing.properties);
  if (mark?.source === source.id) return source.id;
  return (await postImage(destination, body, signal)).id;
}

/** Data, then what makes it visible, then whom it is shared with; that it is hidden no more is the last word. */
export async function converge(
  context: CopyContext,
  source: Image,
  existing: Image,
): Promise<void> {
  const { destination, ids, signal } = context;
  const proven = existing.status === 'active' && dataOf(existing) === dataOf(source);
  const copy = proven ? existing : await ensureData(context, source, existing);
  const operations = changes(source, copy, translateBy(ids));
  const members = await knownMembers(context, source);
  const last = members.length === 0 ? operations : operations.filter(isUnhiding);
  const first = operations.filter((each) => !last.includes(each));
  if (first.length > 0) await patchImage(destination, copy.id, first, signal);
  for (const { project, status } of members) {
    await setMember(destination, copy.id, project, status);
  }
  if (last.length > 0) await patchImage(destination, copy.id, last, signal);
}

/** Whether the copy is not yet what it is to be. One whose source is hidden always looks so, and is only looked at again. */
export function isUnfinished(copy: Image): boolean {
  return copy.status !== 'active' || copy.hidden;
}

function isUnhiding({ path }: PatchOperation): boolean {
  return path === '/os_hidden';
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

/** The members of the source image that the destination has, as destination projects. */
async function knownMembers(
  { source, ids }: CopyContext,
  image: Image,
): Promise<{ readonly project: string; readonly status: string }[]> {
  const members = await listMembers(source, image);
  return members.flatMap(({ member_id: id, status }) => {
    const project = destinationId(ids, { kind: 'project', id });
    return project === undefined ? [] : [{ project, status }];
  });
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
