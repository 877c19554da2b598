import { extraOf } from '../keystone/extra.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import type { User } from './schema.ts';

const KNOWN = [
  'name',
  'domain_id',
  'enabled',
  'email',
  'description',
  'default_project_id',
  'options',
  'password_expires_at',
  'federated',
];

/** Without the default project: a user's may lie outside of the selection. */
export function attributes(user: User, translate: Translate): Attributes {
  return {
    name: user.name,
    domain: translate('domain', user.domain_id),
    enabled: user.enabled,
    email: user.email ?? null,
    description: user.description ?? '',
    options: user.options,
    extra: extra(user),
  };
}

/** Whatever else it was created with. */
export function extra(user: User): Readonly<Record<string, unknown>> {
  return extraOf(user, KNOWN);
}
