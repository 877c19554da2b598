import { ownTags } from '../neutron/mark.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { SecurityGroup } from './schema.ts';

export function attributes(group: SecurityGroup, translate: Translate): Attributes {
  return {
    name: group.name,
    stateful: group.stateful ?? true,
    project_id: translate('project', group.project_id),
    description: group.description,
    tags: ownTags(group),
  };
}
