import { destinationId } from '../../model/id-map.ts';
import { referenceKey } from '../../model/reference.ts';
import type { Concern } from '../../model/concern.ts';
import { domains } from '../domain/api.ts';
import { getOne } from '../keystone/collection.ts';
import type { PreflightContext } from '../resource-kind.ts';
import { projects } from './api.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

/** What is said of a disabled project itself hangs on what is to be made in it: activities/preflight/closed-projects.ts. */
export async function concerns(
  context: PreflightContext,
  source: Project,
): Promise<readonly Concern[]> {
  const parent = parentOf(source);
  const above = [
    ['domain', source.domain_id],
    ...(parent === undefined ? [] : [['project', parent] as const]),
  ] as const;
  const found = await Promise.all(
    above.map(async ([kind, id]): Promise<Concern[]> => {
      const disabled = await disabledAbove(context, kind, id);
      return disabled === undefined ? [] : [belowDisabled(source, kind, disabled)];
    }),
  );
  return found.flat();
}

/** Its name, and the cloud in which it is seen: the destination, where it is there already. */
async function disabledAbove(
  { source, destination, ids }: PreflightContext,
  kind: 'domain' | 'project',
  id: string,
): Promise<{ name: string; cloud: string } | undefined> {
  const there = destinationId(ids, { kind, id });
  const cloud = there === undefined ? source : destination;
  const of = kind === 'domain' ? domains : projects;
  const above = await getOne(cloud, of, there ?? id);
  return above?.enabled === false ? { name: above.name, cloud: cloud.name } : undefined;
}

function belowDisabled(
  { id, name }: Project,
  kind: string,
  above: { readonly name: string; readonly cloud: string },
): Concern {
  return {
    severity: 'blocker',
    code: 'below-disabled',
    subject: referenceKey({ kind: 'project', id }),
    message: `The project ${name} lies below the ${kind} ${above.name}, which is disabled (${above.cloud}): no project can be made there.`,
    remedy: `Enable the ${kind} in ${above.cloud} for the time of the migration, or map it, or leave the project out.`,
  };
}
