import type { Answer, Call, Route } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { projectAt } from './find.ts';
import type { Keystone } from './keystone.ts';
import { requireAdmin, requireReader } from './policy.ts';
import { TAG, TAGS } from './project-rules.ts';
import { wholeOf } from './read.ts';
import { check } from './schema.ts';
import type { Project } from './state.ts';

const ALL = '/projects/:id/tags';
const ONE = '/projects/:id/tags/:tag';

/** https://docs.openstack.org/api-ref/identity/v3/#project-tags */
export function projectTagRoutes(keystone: Keystone): Route[] {
  const at = ({ params }: Call): Project => projectAt(keystone, params['id'] ?? '');
  return [
    {
      method: 'GET',
      path: ALL,
      handle(call) {
        requireReader(call, 'list_project_tags', call.params['id'] === call.token.projectId);
        return shown(call, at(call));
      },
    },
    {
      method: 'PUT',
      path: ALL,
      handle(call) {
        requireAdmin(call, 'update_project_tags');
        const body = wholeOf(call);
        const tags = body['tags'] ?? body;
        check(tags, TAGS);
        const project = at(call);
        checkTaggable(project, 'update');
        project.tags = (tags as string[]).toSorted();
        return shown(call, project);
      },
    },
    {
      method: 'DELETE',
      path: ALL,
      handle(call) {
        requireAdmin(call, 'delete_project_tags');
        const project = at(call);
        checkTaggable(project, 'update');
        project.tags = [];
        return { status: 204 };
      },
    },
    ...oneTagRoutes(at),
  ];
}

function oneTagRoutes(at: (call: Call) => Project): Route[] {
  return [
    {
      method: 'GET',
      path: ONE,
      handle(call) {
        requireReader(call, 'get_project_tag', call.params['id'] === call.token.projectId);
        tagOf(call, at(call));
        return { status: 204 };
      },
    },
    {
      method: 'PUT',
      path: ONE,
      handle(call) {
        requireAdmin(call, 'create_project_tag');
        const tag = call.params['tag'] ?? '';
        // Flask's paths have no slash in them, however it is written.
        if (tag.includes('/')) throw new Refusal(404, 'Not Found', 'no-route');
        check(tag, TAG);
        const project = at(call);
        // Also a tag that is there is refused.
        check([...project.tags, tag], TAGS);
        checkTaggable(project, 'create');
        project.tags = [...project.tags, tag].toSorted();
        return made(call, project.id, tag);
      },
    },
    {
      method: 'DELETE',
      path: ONE,
      handle(call) {
        requireAdmin(call, 'delete_project_tag');
        const project = at(call);
        checkTaggable(project, 'delete');
        const tag = tagOf(call, project);
        project.tags = project.tags.filter((each) => each !== tag);
        return { status: 204 };
      },
    },
  ];
}

/** @throws Refusal 403 */
function checkTaggable({ id, options }: Project, verb: 'create' | 'update' | 'delete'): void {
  if (options['immutable'] !== true) return;
  throw new Refusal(
    403,
    `Cannot ${verb} project tags for ${id}, project is immutable. Set "immutable" option to false before creating project tags.`,
  );
}

function tagOf({ params }: Call, { tags }: Project): string {
  const tag = params['tag'] ?? '';
  if (!tags.includes(tag)) throw new Refusal(404, `Could not find project tag: ${tag}.`);
  return tag;
}

function shown({ origin }: Call, { tags }: Project): Answer {
  return { status: 200, body: { tags, links: { self: `${origin}/v3` } } };
}

function made({ origin }: Call, id: string, tag: string): Answer {
  return {
    status: 201,
    contentType: 'text/html; charset=utf-8',
    bytes: '',
    headers: { Location: encodeURI(`${origin}/v3/${id}/tags/${tag}`) },
  };
}
