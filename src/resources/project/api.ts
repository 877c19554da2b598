import type { Cloud, Query } from '../../openstack/cloud.ts';
import { collection, getOne, listAll } from '../keystone/collection.ts';
import { projectSchema } from './schema.ts';
import type { Project } from './schema.ts';

/** Identity API «Projects»: https://docs.openstack.org/api-ref/identity/v3/#projects */
export const projects = collection('project', projectSchema);

/** Keystone answers for a domain's id too: a domain is a project of its own sort. */
export async function getProject(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Project | undefined> {
  const found = await getOne(cloud, projects, id, signal);
  return found?.is_domain === true ? undefined : found;
}

export function listProjects(cloud: Cloud, query: Query = {}): AsyncIterable<Project> {
  return listAll(cloud, projects, query);
}
