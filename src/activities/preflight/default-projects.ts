import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import type { PlanScope } from './check.ts';

/** A user's default project is set where the plan has it; it draws none into the selection. */
export function defaultProjects({
  nodes,
  items,
  source,
  destination,
}: Pick<PlanScope, 'nodes' | 'items' | 'source' | 'destination'>): Promise<Concern[]> {
  const create = new Set(items.flatMap((item) => (item.action === 'create' ? item.key : [])));
  const concerns: Concern[] = [];
  for (const { key, kind, resource } of nodes.values()) {
    if (kind.kind !== 'user' || !create.has(key)) continue;
    const outside = (kind.mentions?.(resource) ?? []).filter(
      (each) => !nodes.has(referenceKey(each)),
    );
    for (const { id } of outside) {
      concerns.push({
        severity: 'info',
        code: 'default-project-unset',
        subject: key,
        message: `The user ${resource.name} is made without a default project: its own (${id} of ${source.name}) is not of this migration.`,
        remedy: `Select that project as well, or set one: openstack --os-cloud ${destination.name} user set --project <project> ${resource.name}.`,
      });
    }
  }
  return Promise.resolve(concerns);
}
