import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import { collect } from '../collect.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { listServerGroups } from './api.ts';
import { isTwin } from './copy.ts';
import type { ServerGroup } from './schema.ts';

/** Twins in the source would become one group, for there is no room to mark whose copy it is. */
export async function concerns(
  { source: cloud }: PreflightContext,
  source: ServerGroup,
): Promise<readonly Concern[]> {
  const twins = await collect(
    listServerGroups(cloud, { project: source.project_id }),
    (group) => group.id !== source.id && isTwin(group, source),
  );
  if (twins.length === 0) return [];
  return [
    {
      severity: 'blocker',
      code: 'ambiguous-server-group',
      subject: referenceKey({ kind: 'server-group', id: source.id }),
      message: `The project has ${twins.length + 1} server groups ${source.name} with the same policy: nothing tells their copies apart.`,
      remedy: `Make them in the destination and map each by its id: mappings: server-group: { ${source.id}: <id> }.`,
    },
  ];
}
