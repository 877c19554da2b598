import type { Concern } from '../../model/concern.ts';
import { referenceKey } from '../../model/reference.ts';
import { getProject } from '../../resources/project/api.ts';
import type { Project } from '../../resources/project/schema.ts';
import type { Node } from '../node.ts';
import type { PlanScope } from './check.ts';

/**
 * A project is copied as it is, also disabled or immutable. What is made with a token of the project (servers) cannot be made in one that
 * is disabled; nor in an immutable one, which takes no tag to say why the operator has a role there.
 */
export async function closedProjects(scope: PlanScope): Promise<Concern[]> {
  const inside = new Map<string, number>();
  const create = new Set(scope.items.flatMap((item) => (item.action === 'reuse' ? [] : item.key)));
  for (const { key, kind, resource } of scope.nodes.values()) {
    const id = kind.inProject === true && create.has(key) ? kind.project?.(resource) : undefined;
    if (id !== undefined) inside.set(id, (inside.get(id) ?? 0) + 1);
  }
  const concerns: Concern[] = [];
  for (const [id, number] of inside) {
    const key = referenceKey({ kind: 'project', id });
    const seen = await asItWillBe(scope, key, scope.nodes.get(key));
    const closed = seen && closedness(seen.project);
    if (seen !== undefined && closed !== undefined) {
      concerns.push(concernOf({ key, number, closed, ...seen }));
    }
  }
  return concerns;
}

/** That of the destination where it has it already, else the source's. */
async function asItWillBe(
  { source, destination, ids }: PlanScope,
  key: string,
  node: Node | undefined,
): Promise<{ project: Project; cloud: string } | undefined> {
  const there = ids[key];
  const [cloud, id] =
    there === undefined ? [source, node?.resource.id ?? ''] : [destination, there];
  const project = await getProject(cloud, id);
  return project && { project, cloud: cloud.name };
}

function closedness({ enabled, options }: Project): 'disabled' | 'immutable' | undefined {
  if (!enabled) return 'disabled';
  return options['immutable'] === true ? 'immutable' : undefined;
}

function concernOf(found: {
  readonly key: string;
  readonly number: number;
  readonly closed: 'disabled' | 'immutable';
  readonly project: Project;
  readonly cloud: string;
}): Concern {
  const { key, number, closed, project, cloud } = found;
  const change = closed === 'disabled' ? '--enable' : '--no-immutable';
  return {
    severity: 'blocker',
    code: `project-${closed}`,
    subject: key,
    message: `The project ${project.name} is ${closed} (${cloud}): no server can be made in it, and ${number} of this plan would be.`,
    remedy: `openstack --os-cloud ${cloud} project set ${change} ${project.id} for the time of the migration, or map it to another project.`,
  };
}
