import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at, denied, NOTHING_AS_HTML } from './door.ts';
import { textsAt } from './read.ts';
import { checkBody } from './schema.ts';
import type { Nova, Server } from './state.ts';
import * as types from './types.ts';

const MOST = 50;
const LONGEST = 60;
const SINCE = { since: 26 };

/** Compute API «Server tags». */
export function tagRoutes(nova: Nova): Route[] {
  const path = '/servers/:id/tags';
  const body = types.only('tags', types.tags);
  const of = (call: Call, may: string): Server => findTagged(nova, call, may);
  return [
    at('GET', path, (call) => ({ status: 200, body: { tags: of(call, 'index').tags } }), SINCE),
    at(
      'PUT',
      path,
      (call) => {
        const wanted = textsAt(checkBody(body, call.json), 'tags');
        const server = changeable(of(call, 'update_all'), 'update tags');
        server.tags = [...new Set(wanted)].toSorted();
        return { status: 200, body: { tags: server.tags } };
      },
      SINCE,
    ),
    at(
      'DELETE',
      path,
      (call) => {
        changeable(of(call, 'delete_all'), 'delete tags').tags = [];
        return { status: 204 };
      },
      SINCE,
    ),
    at(
      'GET',
      `${path}/:tag`,
      (call) => ({ status: tagged(of(call, 'show'), call, 'Server') }),
      SINCE,
    ),
    at(
      'PUT',
      `${path}/:tag`,
      (call) => add(call, changeable(of(call, 'update'), 'update tag')),
      SINCE,
    ),
    at(
      'DELETE',
      `${path}/:tag`,
      (call) => {
        const server = changeable(of(call, 'delete'), 'delete tag');
        const status = tagged(server, call, 'Instance');
        server.tags = server.tags.filter((tag) => tag !== call.params['tag']);
        return { status };
      },
      SINCE,
    ),
  ];
}

/** To strangers too it says that the server is there. @throws Refusal 403, 404 */
function findTagged({ servers }: Nova, { token, params }: Call, may: string): Server {
  const server = servers.get(params['id'] ?? '');
  if (server === undefined) {
    throw new Refusal(404, `Instance ${params['id']} has no mapping to a cell.`);
  }
  if (token.isAdmin || server.projectId === token.projectId) return server;
  throw denied(`os-server-tags:${may}`);
}

/** Nova has two words for it. */
function tagged({ id, tags }: Server, { params }: Call, what: 'Server' | 'Instance'): number {
  if (tags.includes(params['tag'] ?? '')) return 204;
  throw new Refusal(404, `${what} ${id} has no tag '${params['tag']}'`);
}

/** Tags of a server that is there only by half do not change. */
function changeable(server: Server, what: string): Server {
  const { id, vmState } = server;
  if (['active', 'paused', 'suspended', 'stopped'].includes(vmState)) return server;
  throw new Refusal(409, `Cannot '${what}' instance ${id} while it is in vm_state ${vmState}`);
}

function add({ params, origin }: Call, server: Server): Answer {
  const tag = params['tag'] ?? '';
  const why = wrong(tag);
  if (why !== undefined) {
    throw new Refusal(
      400,
      `Tag '${tag}' is invalid. It must be a non empty string without characters '/' and ','. Validation error message: '${tag}' ${why}`,
    );
  }
  if (server.tags.includes(tag)) return { status: 204, contentType: NOTHING_AS_HTML };
  if (server.tags.length >= MOST) {
    throw new Refusal(400, `The number of tags exceeded the per-server limit ${MOST}`);
  }
  server.tags = [...server.tags, tag].toSorted();
  return {
    status: 201,
    contentType: NOTHING_AS_HTML,
    headers: { location: `${origin}/v2.1/servers/${server.id}/tags/${encodeURIComponent(tag)}` },
  };
}

function wrong(tag: string): string | undefined {
  if (tag === '') return 'is too short';
  if (tag.length > LONGEST) return 'is too long';
  return /[,/]/.test(tag) ? "does not match '^[^,/]*$'" : undefined;
}
