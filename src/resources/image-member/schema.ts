import { z } from 'zod';
import type { Provenance } from '../../model/provenance.ts';

export const memberSchema = z.looseObject({ member_id: z.string(), status: z.string() });

/** That an image is shared with a project, and the project's own word on it. Its name is the image's. */
export interface ImageMember {
  /** `<image id>/<project id>` */
  readonly id: string;
  readonly name: string;
  readonly imageId: string;
  readonly projectId: string;
  /** `pending`, `accepted`, `rejected` */
  readonly status: string;
  /** Of one that `find` found on an image that we made. */
  readonly made?: Provenance;
  readonly cut?: boolean;
}

export function memberId(imageId: string, projectId: string): string {
  return `${imageId}/${projectId}`;
}

export function parseMemberId(id: string): { imageId: string; projectId: string } {
  const slash = id.indexOf('/');
  return { imageId: id.slice(0, slash), projectId: id.slice(slash + 1) };
}
