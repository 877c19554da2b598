import type { Attributes, Translate } from '../resource-kind.ts';
import type { RoleAssignment } from './schema.ts';

export function attributes(assignment: RoleAssignment, translate: Translate): Attributes {
  const { roleId, actor, target, inherited } = assignment;
  return {
    role: translate('role', roleId),
    [actor.kind]: translate(actor.kind, actor.id),
    ...(target.kind === 'system'
      ? { system: target.id }
      : { [target.kind]: translate(target.kind, target.id) }),
    inherited,
  };
}
