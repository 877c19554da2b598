import type { Concern } from '../../model/concern.ts';
import { count } from '../../model/count.ts';
import { few } from '../../model/few.ts';
import { isAnyMeant } from '../../model/pattern.ts';
import { referenceKey } from '../../model/reference.ts';
import { collect } from '../../resources/collect.ts';
import { project as projectKind } from '../../resources/project/index.ts';
import type { Project } from '../../resources/project/schema.ts';
import { parentOf } from '../../resources/project/schema.ts';
import { roleAssignment } from '../../resources/role-assignment/index.ts';
import { isWhole } from '../selection.ts';
import type { PlanScope } from './check.ts';

/** So many are named. */
const NAMED = 10;

/**
 * A project selected whole brings the role assignments made on it. Those that reach it from its domain, or from a project above,
 * are of more than this project: they stay, and are told.
 */
export async function inheritedAccess({ source, spec, nodes }: PlanScope): Promise<Concern[]> {
  const places = placesAbove({ spec, nodes });
  if (places.size === 0) return [];
  const left = await collect(roleAssignment.list(source, {}), (each) => {
    const { inherited, target, id } = each;
    const isCarried = nodes.has(referenceKey({ kind: roleAssignment.kind, id }));
    return inherited && !isCarried && places.has(referenceKey(target));
  });
  if (left.length === 0) return [];
  const names = left.map(({ name }) => name);
  return [
    {
      severity: 'warning',
      code: 'inherited-access-left',
      subject: source.name,
      message: `${count(left.length, 'role assignment')} reach a selected project from its domain or a project above, and are not carried: ${few(names, NAMED)}.`,
      remedy:
        'Carry them with a migration of their own (strategy: all, include: kind: role-assignment), or assign the roles by hand.',
    },
  ];
}

/** Domains and projects above those that are selected whole. */
function placesAbove({ spec, nodes }: Pick<PlanScope, 'spec' | 'nodes'>): Set<string> {
  const { select } = spec;
  if (select?.projects === undefined || !isWhole(select)) return new Set();
  const words = select.projects;
  const selected = [...nodes.values()].filter(
    ({ kind, resource: { id, name } }) => kind.kind === 'project' && isAnyMeant(words, [id, name]),
  );
  return new Set(selected.flatMap(({ resource }) => above(nodes, resource.id)));
}

function keyOf(project: string): string {
  return referenceKey({ kind: projectKind.kind, id: project });
}

function above(nodes: PlanScope['nodes'], id: string): string[] {
  const found: string[] = [];
  let node = nodes.get(keyOf(id));
  while (node !== undefined) {
    const project = node.resource as Project;
    found.push(referenceKey({ kind: 'domain', id: project.domain_id }));
    const parent = parentOf(project);
    if (parent === undefined) break;
    found.push(keyOf(parent));
    node = nodes.get(keyOf(parent));
  }
  return found;
}
