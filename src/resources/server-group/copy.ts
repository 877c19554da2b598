import { isDeepStrictEqual } from 'node:util';
import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import type { CopyContext } from '../resource-kind.ts';
import { createServerGroup, deleteServerGroup, listServerGroups } from './api.ts';
import type { ServerGroup } from './schema.ts';

/**
 * The project's group of that name; where names repeat, those of the same policy and rules. Where they repeat in the source, one of
 * another policy is a copy of another group, or will stand beside it.
 */
export async function find(
  destination: Cloud,
  source: ServerGroup,
  ids: IdMap,
): Promise<readonly ServerGroup[]> {
  const project = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project === undefined) return [];
  const groups = listServerGroups(destination, { project });
  const named = await collect(groups, (group) => group.name === source.name);
  const alike = named.filter((group) => isTwin(group, source));
  return alike.length > 0 || source.hasNamesake === true ? alike : named;
}

export async function create(
  { destination, ids }: CopyContext,
  source: ServerGroup,
): Promise<string> {
  const project = destinationId(ids, { kind: 'project', id: source.project_id });
  if (project === undefined) {
    throw new BlockedError(
      `server group ${source.name}: its project ${source.project_id} is not copied.`,
    );
  }
  const made = await createServerGroup(destination.inProject(project), source);
  // Names are not unique: of two migrations that make it in the same moment, both keep the one that came first.
  const [first] = await find(destination, source, ids);
  if (first === undefined || first.id === made) return made;
  await deleteServerGroup(destination, made);
  return first.id;
}

/** Same name, policy and rules: nothing else tells two groups of a project apart. */
export function isTwin(one: ServerGroup, other: ServerGroup): boolean {
  return (
    one.name === other.name &&
    one.policy === other.policy &&
    isDeepStrictEqual(one.rules, other.rules)
  );
}
