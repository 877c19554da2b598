import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceOfProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getImage } from '../image/api.ts';
import type { CopyContext } from '../resource-kind.ts';
import { addMember, getMember, setStatus } from './api.ts';
import { memberId } from './schema.ts';
import type { ImageMember } from './schema.ts';

/**
 * A membership has no room for a mark: on an image that we made it is ours. What its project has said there since is its own word; one
 * that says nothing, where the source's says something, was cut after its create.
 */
export async function find(
  destination: Cloud,
  source: ImageMember,
  ids: IdMap,
): Promise<readonly ImageMember[]> {
  const wanted = translated(source, ids);
  if (wanted === undefined) return [];
  const found = await getMember(destination, memberId(wanted.imageId, wanted.projectId));
  if (found === undefined) return [];
  const image = await getImage(destination, wanted.imageId);
  const mark = image && provenanceOfProperties(image.properties);
  if (mark === undefined) return [found];
  const cut = found.status === 'pending' && source.status !== 'pending';
  return [{ ...found, cut, made: { source: source.id, migration: mark.migration } }];
}

export async function create(
  { destination, ids }: CopyContext,
  source: ImageMember,
): Promise<string> {
  const wanted = translated(source, ids);
  if (wanted === undefined) {
    throw new BlockedError(`member of image ${source.name}: its image or project is not copied.`);
  }
  await addMember(destination, wanted.imageId, wanted.projectId);
  return memberId(wanted.imageId, wanted.projectId);
}

export async function converge(
  { destination }: CopyContext,
  source: ImageMember,
  existing: ImageMember,
): Promise<void> {
  await setStatus(destination, existing.id, source.status);
}

function translated(
  { imageId, projectId }: ImageMember,
  ids: IdMap,
): { imageId: string; projectId: string } | undefined {
  const image = destinationId(ids, { kind: 'image', id: imageId });
  const project = destinationId(ids, { kind: 'project', id: projectId });
  if (image === undefined || project === undefined) return undefined;
  return { imageId: image, projectId: project };
}
