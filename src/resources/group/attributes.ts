import { extraOf } from '../keystone/extra.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { Group } from './schema.ts';

const KNOWN = ['name', 'domain_id', 'description', 'members'];

export function attributes(group: Group, translate: Translate): Attributes {
  return {
    name: group.name,
    domain: translate('domain', group.domain_id),
    description: group.description ?? '',
    members: group.members.map((id) => translate('user', id) ?? `source ${id}`).toSorted(),
    extra: extra(group),
  };
}

/** Whatever else it was created with. */
export function extra(group: Group): Readonly<Record<string, unknown>> {
  return extraOf(group, KNOWN);
}
