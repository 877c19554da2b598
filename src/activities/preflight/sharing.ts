import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import { EVERYBODY, policiesOn } from '../../resources/neutron/sharing.ts';
import { KIND_OF_TYPE } from '../../resources/rbac-policy/schema.ts';
import type { RbacPolicy } from '../../resources/rbac-policy/schema.ts';
import type { Node } from '../node.ts';
import { mappedTo } from '../../resources/mapped.ts';
import type { Check } from './check.ts';

/** Who is let at something that is copied, and is not in the plan: what is shared with others is not needed by those who move. */
export const leftSharing: Check = async ({ source, spec, nodes }) => {
  const kinds = new Set(Object.values(KIND_OF_TYPE));
  const objects = [...nodes.values()].filter(
    ({ kind, resource }) =>
      kinds.has(kind.kind) && mappedTo(spec.mappings, kind.kind, resource) === undefined,
  );
  const found = await policiesOn(
    source,
    objects.map(({ resource }) => resource.id),
  );
  const left = found.filter(({ id }) => !nodes.has(referenceKey({ kind: 'rbac-policy', id })));
  return objects.flatMap((node) => {
    const about = left.filter((policy) => policy.object_id === node.resource.id);
    return about.length === 0 ? [] : [dropped(node, about)];
  });
};

function dropped({ key, kind, resource }: Node, policies: readonly RbacPolicy[]): Concern {
  const targets = policies.map(({ target_tenant: target }) => target);
  const whom = targets.includes(EVERYBODY) ? 'everybody' : `projects ${targets.join(', ')}`;
  return {
    severity: 'warning',
    code: 'sharing-dropped',
    subject: key,
    message: `${kind.kind} ${resource.name} is shared with ${whom}, of whom nobody who is migrated uses it: this is not carried.`,
    remedy: 'Share it in the destination after the migration (openstack network rbac create).',
  };
}
