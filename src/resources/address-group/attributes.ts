import type { Attributes, Translate } from '../resource-kind.ts';
import type { AddressGroup } from './schema.ts';

export function attributes(group: AddressGroup, translate: Translate): Attributes {
  return {
    name: group.name,
    description: group.description,
    addresses: group.addresses.toSorted(),
    project_id: translate('project', group.project_id),
  };
}
