import type { Attributes, Translate } from '../resource-kind.ts';
import type { ServerGroup } from './schema.ts';

export function attributes(group: ServerGroup, translate: Translate): Attributes {
  return {
    name: group.name,
    project: translate('project', group.project_id),
    policy: group.policy,
    rules: group.rules,
  };
}
