import type { Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { aboveOf } from './effective.ts';
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
  keystone: Keystone,
  given: Fields,
  token: Call['token'],
): { domainId: string; parentId: string } {
  const { projects } = keystone;
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
  const parentId = parent?.id ?? domainId;
  checkBranch(keystone, parentId);
  return { domainId, parentId };
}

function checkBranch(keystone: Keystone, id: string): void {
  const { projects } = keystone;
  const above = [
    ...[projects.get(id)].filter((each) => each !== undefined),
    ...aboveOf(keystone, id),
  ];
  const disabled = above.find(({ enabled }) => !enabled);
  if (disabled === undefined) return;
  throw new Refusal(
    400,
    `cannot create a project in a branch containing a disabled project: ${disabled.id}`,
  );
}

/** Where a body names no domain, the project goes to that of the token's project. */
function projectDomain(projects: ReadonlyMap<string, Project>, id: string | undefined): string {
  return projects.get(id ?? '')?.domainId ?? 'default';
}

function checkParent({ id, domainId }: Project, ownDomain: string): void {
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
}
