import type { Attributes, Translate } from '../resource-kind.ts';
import type { AddressScope } from './schema.ts';

export function attributes(scope: AddressScope, translate: Translate): Attributes {
  return {
    name: scope.name,
    ip_version: scope.ip_version,
    shared: scope.shared,
    project_id: translate('project', scope.project_id),
  };
}
