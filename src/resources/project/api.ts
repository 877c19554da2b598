import { z } from 'zod';
import type { Cloud, Query } from '../../openstack/cloud.ts';
import { unlessAbsent } from '../absent.ts';
import { domainNames } from '../domains.ts';
import { projectSchema } from './schema.ts';
import type { Project } from './schema.ts';

/** Identity API «Projects»: https://docs.openstack.org/api-ref/identity/v3/#projects */
const projectAnswer = z.looseObject({ project: projectSchema });

export async function getProject(
  cloud: Cloud,
  id: string,
  signal?: AbortSignal,
): Promise<Project | undefined> {
  const answer = await unlessAbsent(
    cloud.request('identity', { path: projectPath(id), schema: projectAnswer, signal }),
  );
  // Keystone answers for a domain's id too: a domain is a project of its own sort.
  if (answer === undefined || answer.project.is_domain) return undefined;
  const { project } = answer;
  return { ...project, domain: await domainNames(cloud, signal)(project.domain_id) };
}

export async function* listProjects(cloud: Cloud, query: Query = {}): AsyncIterable<Project> {
  const nameOf = domainNames(cloud);
  const projects = cloud.list('identity', {
    path: '/projects',
    key: 'projects',
    schema: projectSchema,
    query,
  });
  for await (const project of projects) {
    yield { ...project, domain: await nameOf(project.domain_id) };
  }
}

export async function createProject(
  cloud: Cloud,
  project: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await cloud.request('identity', {
    method: 'POST',
    path: '/projects',
    body: { project },
    schema: projectAnswer,
  });
  return answer.project.id;
}

export async function deleteProject(cloud: Cloud, id: string, signal?: AbortSignal): Promise<void> {
  await unlessAbsent(cloud.call('identity', { method: 'DELETE', path: projectPath(id), signal }));
}

function projectPath(id: string): string {
  return `/projects/${encodeURIComponent(id)}`;
}
