import { destinationId } from '../../model/id-map.ts';
import type { IdMap } from '../../model/id-map.ts';
import { provenanceProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { createOne, makeMutable, removeOne } from '../keystone/collection.ts';
import { markedOrNamed, unlessMade } from '../keystone/mark.ts';
import type { Place } from '../keystone/mark.ts';
import { required } from '../required.ts';
import type { CopyContext } from '../resource-kind.ts';
import { getProject, projects } from './api.ts';
import { extra, settable } from './attributes.ts';
import { parentOf } from './schema.ts';
import type { Project, projectSchema } from './schema.ts';

/** In its domain's counterpart: what bears the mark, else the one of that name, which is unique there. */
export async function find(
  destination: Cloud,
  source: Project,
  ids: IdMap,
): Promise<readonly Project[]> {
  const domain = destinationId(ids, { kind: 'domain', id: source.domain_id });
  if (domain === undefined) return [];
  return markedOrNamed(placeIn(destination, domain), source);
}

/** In one call, mark and tags included: Keystone keeps attributes it does not know. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: Project,
): Promise<string> {
  const parent = parentOf(source);
  const domain = required(ids, 'domain', source.domain_id, source);
  const created = createOne(destination, projects, {
    ...extra(source),
    ...settable(source),
    domain_id: domain,
    ...(parent !== undefined && { parent_id: required(ids, 'project', parent, source) }),
    ...provenanceProperties(provenance),
  });
  return unlessMade(placeIn(destination, domain), source, created);
}

function placeIn(cloud: Cloud, domain: string): Place<typeof projectSchema> {
  return { cloud, of: projects, query: { domain_id: domain } };
}

export async function remove(destination: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  const project = await getProject(destination, id, signal);
  if (project === undefined) return;
  await makeMutable(destination, projects, project);
  await removeOne(destination, projects, id, signal);
}
