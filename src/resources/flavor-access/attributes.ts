import type { Attributes, Translate } from '../resource-kind.ts';
import type { FlavorAccess } from './schema.ts';

export function attributes(access: FlavorAccess, translate: Translate): Attributes {
  return {
    flavor: translate('flavor', access.flavorId),
    project: translate('project', access.projectId),
  };
}
