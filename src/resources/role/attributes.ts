import { extraOf } from '../keystone/extra.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { isBuiltIn } from './schema.ts';
import type { Role } from './schema.ts';

const KNOWN = ['name', 'domain_id', 'description', 'options', 'implies'];

/** Of a built-in role only what somebody added to it: the rest is each release's own. */
export function attributes(role: Role, translate: Translate): Attributes {
  const { name, domain_id: domain } = role;
  const builtIn = isBuiltIn(role);
  const implies = role.implies.filter((each) => !(builtIn && isBuiltIn(each)));
  return {
    name,
    domain: domain === null ? null : translate('domain', domain),
    implies: implies.map(({ id }) => translate('role', id) ?? `source ${id}`).toSorted(),
    ...(!builtIn && {
      description: role.description ?? '',
      options: role.options,
      extra: extra(role),
    }),
  };
}

/** Whatever else it was created with. */
export function extra(role: Role): Readonly<Record<string, unknown>> {
  return extraOf(role, KNOWN);
}
