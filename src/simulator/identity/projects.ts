import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { projectAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { byId, filtered, listed } from './list.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { withFamily } from './project-family.ts';
import { makeProject } from './project-make.ts';
import {
  PROJECT_RULES,
  below,
  checkChangeable,
  checkEnabling,
  checkMutable,
  checkName,
} from './project-rules.ts';
import { textOf } from './fields.ts';
import type { Fields } from './fields.ts';
import { bodyOf, extraOf, optionsWith } from './read.ts';
import { removeTarget } from './remove.ts';
import { checkChange } from './schema.ts';
import type { Project } from './state.ts';
import { matchesTags } from './tag-filter.ts';
import { projectView } from './views.ts';

const FILTERS = ['domain_id', 'enabled', 'name', 'parent_id', 'is_domain'];

/** https://docs.openstack.org/api-ref/identity/v3/#projects */
export function projectRoutes(keystone: Keystone): Route[] {
  return [
    { method: 'GET', path: '/projects', handle: (call) => list(keystone, call) },
    {
      method: 'POST',
      path: '/projects',
      handle(call) {
        requireAdmin(call, 'create_project');
        const project = makeProject(keystone, call, bodyOf(call, 'project'));
        return { status: 201, body: { project: projectView(project, call.origin) } };
      },
    },
    { method: 'GET', path: '/projects/:id', handle: (call) => show(keystone, call) },
    { method: 'PATCH', path: '/projects/:id', handle: (call) => change(keystone, call) },
    { method: 'DELETE', path: '/projects/:id', handle: (call) => remove(keystone, call) },
  ];
}

function list(keystone: Keystone, call: Call): Answer {
  requireReader(call, 'list_projects');
  const domains = call.query.get('is_domain');
  const isDomain = domains !== null && !['0', 'false', 'False'].includes(domains);
  const views = byId(keystone.projects.values())
    .filter((project) => (project.domainId === null) === isDomain)
    .filter((project) => matchesTags(call, project.tags))
    .map((project) => projectView(project, call.origin));
  return listed(call, 'projects', filtered(call, views, FILTERS));
}

function show(keystone: Keystone, call: Call): Answer {
  const id = call.params['id'] ?? '';
  requireReader(call, 'get_project', id === call.token.projectId);
  const view = projectView(projectAt(keystone, id), call.origin);
  return { status: 200, body: { project: { ...view, ...withFamily(keystone, call, id) } } };
}

function change(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'update_project');
  const given = bodyOf(call, 'project');
  checkChange(given, PROJECT_RULES);
  const id = call.params['id'] ?? '';
  if ('id' in given && given['id'] !== id) throw new Refusal(400, 'Cannot change ID');
  const project = projectAt(keystone, id);
  checkChangeable(project, 'project', given);
  changeProject(keystone, project, given);
  const view = projectView(project, call.origin);
  return { status: 200, body: { project: { ...view, extra: project.extra } } };
}

/** Of a project or a domain. @throws Refusal 400, 403, 409 */
export function changeProject(keystone: Keystone, project: Project, given: Fields): void {
  checkFixed(project, given);
  const options = optionsWith(project.options, given['options']);
  const name = textOf(given['name']) ?? project.name;
  checkName(keystone, { ...project, name });
  const enabled = typeof given['enabled'] === 'boolean' ? given['enabled'] : project.enabled;
  checkEnabling(keystone, project, enabled);
  Object.assign(project, { name, enabled, options });
  if ('description' in given) project.description = textOf(given['description']) ?? null;
  if (Array.isArray(given['tags'])) project.tags = given['tags'].map(String).toSorted();
  project.extra = {
    ...project.extra,
    ...extraOf(given, ['id', 'extra', ...Object.keys(PROJECT_RULES)]),
  };
}

/** What stays as it was made. */
function checkFixed(project: Project, given: Fields): void {
  if ('domain_id' in given && given['domain_id'] !== project.domainId) {
    throw new Refusal(400, 'Cannot change Domain ID');
  }
  if ('parent_id' in given && given['parent_id'] !== project.parentId) {
    throw new Refusal(403, 'Update of `parent_id` is not allowed.');
  }
  if ('is_domain' in given && given['is_domain'] !== (project.domainId === null)) {
    throw new Refusal(400, 'Update of `is_domain` is not allowed.');
  }
}

function remove(keystone: Keystone, call: Call): Answer {
  requireAdmin(call, 'delete_project');
  const project = projectAt(keystone, call.params['id'] ?? '');
  const { id } = project;
  checkMutable(project, 'project', 'delete');
  if (project.domainId === null && project.enabled) {
    throw new Refusal(403, 'Cannot delete a domain that is enabled, please disable it first.');
  }
  if ([...below(keystone, id)].length > 0) {
    throw new Refusal(
      403,
      `Cannot delete the project ${id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole subtree.`,
    );
  }
  removeTarget(keystone, { type: project.domainId === null ? 'domain' : 'project', id });
  return { status: 204 };
}
