import type { PlanScope } from '../../../../src/activities/preflight/check.ts';
import type { PlanItem } from '../../../../src/model/plan.ts';
import { referenceKey } from '../../../../src/model/reference.ts';
import { specSchema } from '../../../../src/model/spec.ts';
import type { Cloud } from '../../../../src/openstack/cloud.ts';
import { kindOf } from '../../../../src/resources/registry.ts';
import type { Resource } from '../../../../src/resources/resource-kind.ts';

const spec = specSchema.parse({
  name: 'acme',
  source: 'east',
  destination: 'west',
  select: { projects: ['acme'] },
});

/** A plan that makes these resources of the source, as their kinds have read them. */
export function scopeOf(
  clouds: { readonly source?: Cloud; readonly destination?: Cloud },
  resources: readonly (readonly [kind: string, resource: object & Resource])[],
  ids: PlanScope['ids'] = {},
): PlanScope {
  const nodes = resources.map(([name, resource]) => ({
    key: referenceKey({ kind: name, id: resource.id }),
    kind: kindOf(name),
    resource,
    dependsOn: [],
    needs: [],
    companions: [],
  }));
  const items = nodes.map(({ key, kind, resource }): PlanItem => ({
    key,
    kind: kind.kind,
    name: resource.name,
    dependsOn: [],
    action: 'create',
    reason: 'not there yet',
  }));
  // A check that asks a cloud of which the test has none fails on it.
  const none = undefined as unknown as Cloud;
  return {
    source: clouds.source ?? none,
    destination: clouds.destination ?? none,
    spec,
    nodes: new Map(nodes.map((node) => [node.key, node])),
    items,
    ids,
  };
}
