import { z } from 'zod';
import { hasStatus } from '../../errors/openstack.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { getImage, imagePath, listImages } from '../image/api.ts';
import type { Image } from '../image/schema.ts';
import { memberId, memberSchema, parseMemberId } from './schema.ts';
import type { ImageMember } from './schema.ts';

/** Image API v2 «Sharing»: https://docs.openstack.org/api-ref/image/v2/#sharing */
const membersAnswer = z.looseObject({ members: z.array(memberSchema) });

/** Absent, too, of an image that is no longer shared. */
export async function getMember(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<ImageMember | undefined> {
  const { imageId, projectId } = parseMemberId(id);
  const path = memberPath(imageId, projectId);
  const member = await unlessAbsent(cloud.request('image', { path, schema: memberSchema, signal }));
  const image = member && (await getImage(cloud, imageId, signal));
  return image && { id, name: image.name, imageId, projectId, status: member.status };
}

/** Of all shared images: with all projects, or one. */
export async function* listMembers(
  cloud: Cloud,
  scope: { readonly project?: string },
): AsyncIterable<ImageMember> {
  for await (const image of listImages(cloud, {})) {
    for (const member of await membersOf(cloud, image)) {
      if (scope.project === undefined || scope.project === member.projectId) yield member;
    }
  }
}

export async function membersOf(cloud: Cloud, image: Image): Promise<ImageMember[]> {
  if (image.visibility !== 'shared') return [];
  const path = `${imagePath(image.id)}/members`;
  const answer = await unlessAbsent(cloud.request('image', { path, schema: membersAnswer }));
  return (answer?.members ?? []).map(({ member_id: projectId, status }) => ({
    id: memberId(image.id, projectId),
    name: image.name,
    imageId: image.id,
    projectId,
    status,
  }));
}

/** That it is there already (409) is fine. It is `pending` then. */
export async function addMember(cloud: Cloud, imageId: string, projectId: string): Promise<void> {
  const path = `${imagePath(imageId)}/members`;
  try {
    await cloud.call('image', { method: 'POST', path, body: { member: projectId } });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}

/** An administrator may say it in the project's name. */
export async function setStatus(cloud: Cloud, id: string, status: string): Promise<void> {
  const { imageId, projectId } = parseMemberId(id);
  const path = memberPath(imageId, projectId);
  await cloud.call('image', { method: 'PUT', path, body: { status } });
}

export async function removeMember(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const { imageId, projectId } = parseMemberId(id);
  const path = memberPath(imageId, projectId);
  await unlessAbsent(cloud.call('image', { method: 'DELETE', path, signal }));
}

function memberPath(imageId: string, projectId: string): string {
  return `${imagePath(imageId)}/members/${encodeURIComponent(projectId)}`;
}
