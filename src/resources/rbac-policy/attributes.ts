import { EVERYBODY } from '../neutron/sharing.ts';
import type { Attributes, Translate } from '../resource-kind.ts';
import { KIND_OF_TYPE } from './schema.ts';
import type { RbacPolicy } from './schema.ts';

/** Not its own project: that says only who made it. */
export function attributes(policy: RbacPolicy, translate: Translate): Attributes {
  return {
    object_type: policy.object_type,
    object_id: objectOf(policy, translate),
    action: policy.action,
    target_tenant: targetOf(policy, translate),
  };
}

export function objectOf(
  { object_type: type, object_id: id }: RbacPolicy,
  translate: Translate,
): string | undefined {
  return translate(KIND_OF_TYPE[type] ?? type, id);
}

export function targetOf(
  { target_tenant: target }: RbacPolicy,
  translate: Translate,
): string | undefined {
  return target === EVERYBODY ? EVERYBODY : translate('project', target);
}
