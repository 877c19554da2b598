import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  isProvenanceTag,
  provenanceDescription,
  provenanceOfDescription,
  provenanceOfTags,
  provenanceTags,
  sourceTag,
} from '../../model/provenance.ts';
import type { Provenance } from '../../model/provenance.ts';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { againIfRaced } from '../raced.ts';
import type { CopyContext } from '../resource-kind.ts';
import { collection, listAll, pathOf, updateOne } from './collection.ts';
import type { Collection } from './collection.ts';

/** What every resource of the network API has. */
export const standardFields = {
  id: z.string(),
  project_id: z.string().default(''),
  description: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  tags: z.array(z.string()).default([]),
};

export interface Markable {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
}

/** From the tags; until they are set, from the description that create wrote. */
export function provenance(resource: Markable): Provenance | undefined {
  return provenanceOfTags(resource.tags) ?? provenanceOfDescription(resource.description);
}

/** The real description is the last thing written. */
export function unfinished(resource: Markable): boolean {
  return provenanceOfDescription(resource.description) !== undefined;
}

/** The tags that are the owner's, sorted. */
export function ownTags(resource: Markable): string[] {
  return resource.tags.filter((tag) => !isProvenanceTag(tag)).toSorted();
}

/**
 * Those made from a source resource: by their tags, and half-made ones by the description that create wrote. `within`: where the copy
 * is, its project above all: everybody may write our mark on what is theirs.
 */
export async function findMarked<Schema extends z.ZodType<Markable>>(
  cloud: Cloud,
  of: Collection<Schema>,
  source: string,
  within: Query,
): Promise<z.output<Schema>[]> {
  const tagged = await collect(listAll(cloud, of, { ...within, tags: sourceTag(source) }));
  const halfMade = await collect(
    listAll(cloud, of, { ...within, description: provenanceDescription({ source }) }),
    ({ id }) => !tagged.some((each) => each.id === id),
  );
  return [...tagged, ...halfMade];
}

/** Sets the tags, then the real description: the commit point. Sends nothing that is there already. `also`: said with the description. */
export async function finish(
  { destination, provenance: mark }: Pick<CopyContext, 'destination' | 'provenance'>,
  of: Collection<z.ZodType>,
  source: Markable,
  existing: Markable,
  also: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const ours = existing.tags.filter(isProvenanceTag);
  // A mark that is there stays: it may be an earlier migration's.
  const marks = provenanceOfTags(ours) === undefined ? [...ours, ...provenanceTags(mark)] : ours;
  await setTags(destination, of, existing, [...ownTags(source), ...marks]);
  if (existing.description !== source.description) {
    const body = { ...also, description: source.description };
    await updateOne(destination, of, existing.id, body);
  }
}

/** Tags are a call of their own: https://docs.openstack.org/api-ref/network/v2/#standard-attributes-tag-extension */
export async function setTags(
  cloud: Cloud,
  of: Collection<z.ZodType>,
  existing: Markable,
  tags: readonly string[],
): Promise<void> {
  if (isDeepStrictEqual(existing.tags.toSorted(), tags.toSorted())) return;
  const path = `${pathOf({ ...of, path: of.tagPath ?? of.path }, existing.id)}/tags`;
  await againIfRaced(() => cloud.call('network', { method: 'PUT', path, body: { tags } }));
}

/** Only what tells whether a resource is ours. */
export const markedNetworks = collection('network', z.object(standardFields));
