import type { Attributes } from '../resource-kind.ts';
import type { User } from './schema.ts';

/** Without the default project: a user's may lie outside of the selection. */
export function attributes(user: User): Attributes {
  return {
    name: user.name,
    domain: user.domain,
    enabled: user.enabled,
    email: user.email ?? null,
    description: user.description ?? '',
    options: user.options,
  };
}
