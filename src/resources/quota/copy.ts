import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceOfProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getProject } from '../project/api.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { quotaOf, saysNothing } from './api.ts';
import { missing } from './attributes.ts';
import { writeLimits } from './calls.ts';
import { setMark } from './mark.ts';
import { QUOTA_SERVICES } from './schema.ts';
import type { Quota } from './schema.ts';

/**
 * Every project has quotas. Those of one that we made are ours to set while they are the defaults; what anybody set
 * there since, and all of a project that was there before, stays as it is.
 */
export async function find(
  destination: Cloud,
  source: Quota,
  ids: IdMap,
): Promise<readonly Quota[]> {
  const id = destinationId(ids, { kind: 'project', id: source.id });
  const project = id === undefined ? undefined : await getProject(destination, id);
  if (project === undefined) return [];
  const quota = await quotaOf(destination, project, usersOf(source, ids));
  const ours = provenanceOfProperties(project)?.source === source.id;
  return ours && saysNothing(quota) ? [] : [quota];
}

/** Only says on the project that its quotas are under way: no call sets those of all services at once. */
export async function create({ destination, ids }: CopyContext, source: Quota): Promise<string> {
  const id = required(ids, 'project', source.id, source);
  await setMark(destination, id, { state: 'begun', users: usersOf(source, ids) });
  return id;
}

/** The project before its users: none of them may have more than it. */
export async function converge(
  { destination, ids }: CopyContext,
  source: Quota,
  existing: Quota,
): Promise<void> {
  const sets = missing(source, existing, (kind, each) => destinationId(ids, { kind, id: each }));
  for (const service of QUOTA_SERVICES) {
    await writeLimits(destination, service, { project: existing.id }, sets[service]);
  }
  for (const [user, limits] of Object.entries(sets.users)) {
    await writeLimits(destination, 'compute', { project: existing.id, user }, limits);
  }
  await setMark(destination, existing.id, { state: 'done', users: usersOf(source, ids) });
}

/** Destination ids of the users with limits of their own. */
function usersOf({ own }: Quota, ids: IdMap): string[] {
  return Object.keys(own.users).flatMap((id) => destinationId(ids, { kind: 'user', id }) ?? []);
}
