import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import type { Keystone } from './keystone.ts';
import { PROJECT_RULES, checkName } from './project-rules.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { extraOf, optionsWith } from './read.ts';
import { checkNew } from './schema.ts';
import { newId } from './state.ts';
import type { Project } from './state.ts';

/** A new project, or a domain where `is_domain` says so. @throws Refusal 400, 409 */
export function makeProject(keystone: Keystone, { token }: Call, given: Fields): Project {
  checkNew(given, PROJECT_RULES, ['name']);
  const isDomain = given['is_domain'] === true;
  const place = isDomain ? { domainId: null, parentId: null } : placeOf(keystone, given, token);
  const project: Project = {
    ...place,
    id: newId(),
    name: textOf(given['name']) ?? '',
    description: given['description'] === null ? null : (textOf(given['description']) ?? ''),
    enabled: given['enabled'] !== false,
    tags: Array.isArray(given['tags']) ? given['tags'].map(String).toSorted() : [],
    options: optionsWith({}, given['options']),
    extra: extraOf(given, ['id', ...Object.keys(PROJECT_RULES)]),
  };
  checkName(keystone, project);
  keystone.projects.set(project.id, project);
  return project;
}

function placeOf(
  { projects }: Keystone,
  given: Fields,
  token: Call['token'],
): { domainId: string; parentId: string } {
  const above = textOf(given['parent_id']);
  const domainId =
    textOf(given['domain_id']) ?? token.domainId ?? projectDomain(projects, token.projectId);
  const parent = above === undefined ? undefined : projects.get(above);
  if (above !== undefined && parent === undefined) {
    throw new Refusal(400, `Could not find project: ${above}.`);
  }
  if (projects.get(domainId)?.domainId !== null) {
    throw new Refusal(400, `Could not find domain: ${domainId}.`);
  }
  if (parent !== undefined) checkParent(parent, domainId);
  return { domainId, parentId: parent?.id ?? domainId };
}

/** Where a body names no domain, the project goes to that of the token's project. */
function projectDomain(projects: ReadonlyMap<string, Project>, id: string | undefined): string {
  return projects.get(id ?? '')?.domainId ?? 'default';
}

function checkParent({ id, domainId, enabled }: Project, ownDomain: string): void {
  if (domainId === null && id !== ownDomain) {
    throw new Refusal(
      400,
      `Cannot create project, the parent (${id}) is acting as a domain, but this project's domain id (${ownDomain}) does not match the parent's id.`,
    );
  }
  if (domainId !== null && domainId !== ownDomain) {
    throw new Refusal(
      400,
      `Cannot create project, since it specifies its domain_id ${ownDomain}, but specifies a parent in a different domain (${domainId}).`,
    );
  }
  if (!enabled) {
    throw new Refusal(
      403,
      `Cannot create project in a branch containing a disabled project: ${id}`,
    );
  }
}
