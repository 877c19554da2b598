import { BlockedError } from '../../errors/migration.ts';
import { destinationId } from '../../model/id-map.ts';
import { SOURCE_PROPERTY, provenanceProperties } from '../../model/provenance.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { collect } from '../collect.ts';
import { findDomain } from '../domains.ts';
import { unlessRaced } from '../raced.ts';
import type { CopyContext } from '../resource-kind.ts';
import { createProject, listProjects } from './api.ts';
import { parentOf } from './schema.ts';
import type { Project } from './schema.ts';

/** In the domain of the same name: what bears the mark, else the one of that name, which is unique there. */
export async function find(destination: Cloud, source: Project): Promise<readonly Project[]> {
  const domain = await findDomain(destination, source.domain);
  if (domain === undefined) return [];
  // Keystone ignores a filter by an attribute it does not know: list and compare.
  const all = await collect(listProjects(destination, { domain_id: domain.id }));
  const marked = all.filter((project) => isCopy(project, source));
  return marked.length > 0 ? marked : all.filter((project) => project.name === source.name);
}

/** In one call, mark and tags included: Keystone keeps attributes it does not know. */
export async function create(
  { destination, ids, provenance }: CopyContext,
  source: Project,
): Promise<string> {
  const domain = await findDomain(destination, source.domain);
  if (domain === undefined) {
    throw new BlockedError(
      `project ${source.name}: ${destination.name} has no domain ${source.domain}: make it, or map the project`,
    );
  }
  const parent = parentOf(source);
  const created = createProject(destination, {
    name: source.name,
    domain_id: domain.id,
    description: source.description ?? '',
    enabled: source.enabled,
    ...(parent !== undefined && { parent_id: destinationId(ids, { kind: 'project', id: parent }) }),
    tags: source.tags,
    options: source.options,
    ...provenanceProperties(provenance),
  });
  return unlessRaced(created, async () =>
    (await find(destination, source)).find((project) => isCopy(project, source)),
  );
}

function isCopy(project: Project, source: Project): boolean {
  return project[SOURCE_PROPERTY] === source.id;
}
