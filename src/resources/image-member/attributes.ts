import type { Attributes, Translate } from '../resource-kind.ts';
import type { ImageMember } from './schema.ts';

export function attributes(member: ImageMember, translate: Translate): Attributes {
  return {
    image: translate('image', member.imageId),
    project: translate('project', member.projectId),
    status: member.status,
  };
}
