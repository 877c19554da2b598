import { createHash } from 'node:crypto';
import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at } from './door.ts';
import { cut, isoMicros, nextLinks, pageOf } from './pages.ts';
import type { Nova, Server, ServerAction } from './state.ts';

/** Compute API «Servers actions»: also of a server that is gone, from 2.21 on. The newest first. */
export function instanceActionRoutes(nova: Nova): Route[] {
  const path = '/servers/:id/os-instance-actions';
  return [
    at('GET', path, (call) => list(nova, call)),
    at('GET', `${path}/:request`, (call) => show(nova, call)),
  ];
}

function serverOf({ servers, deleted }: Nova, { params, token, microversion }: Call): Server {
  const id = params['id'] ?? '';
  const server = servers.get(id) ?? (microversion >= 21 ? deleted.get(id) : undefined);
  if (server !== undefined && (token.isAdmin || server.projectId === token.projectId)) {
    return server;
  }
  throw new Refusal(404, `Instance ${id} could not be found.`);
}

function list(nova: Nova, call: Call): Answer {
  const server = serverOf(nova, call);
  const actions = server.actions.toReversed();
  const pages = call.microversion >= 58;
  const page = pages ? pageOf(call) : { limit: actions.length, marker: undefined };
  const shown = cut(actions, page, ({ requestId }) => requestId);
  const links = pages
    ? nextLinks(
        call,
        `servers/${server.id}/os-instance-actions`,
        page,
        shown.map(({ requestId }) => requestId),
      )
    : undefined;
  return {
    status: 200,
    body: {
      instanceActions: shown.map((action) => view(call, server, action)),
      ...(links === undefined ? {} : { links }),
    },
  };
}

function view({ microversion }: Call, { id }: Server, action: ServerAction): object {
  return {
    action: action.action,
    instance_uuid: id,
    request_id: action.requestId,
    user_id: action.userId,
    project_id: action.projectId ?? null,
    start_time: isoMicros(action.start),
    message: action.message,
    ...(microversion >= 58 ? { updated_at: isoMicros(action.updated) } : {}),
  };
}

function show(nova: Nova, call: Call): Answer {
  const server = serverOf(nova, call);
  const request = call.params['request'] ?? '';
  const action = server.actions.find(({ requestId }) => requestId === request);
  if (action === undefined) throw new Refusal(404, `Action ${request} not found`);
  const { isAdmin } = call.token;
  const seen = isAdmin || call.microversion >= 51;
  return {
    status: 200,
    body: {
      instanceAction: {
        ...view(call, server, action),
        ...(seen ? { events: [event(call, server, action)] } : {}),
      },
    },
  };
}

function event({ microversion, token }: Call, server: Server, action: ServerAction): object {
  const { message, finished } = action;
  const host = action.host ?? server.host?.name ?? null;
  const fields: readonly (readonly [boolean, () => object])[] = [
    [token.isAdmin || microversion < 51, () => ({ traceback: message === null ? null : TRACE })],
    [microversion >= 62 && token.isAdmin, () => ({ host })],
    [microversion >= 62, () => ({ hostId: hostId(host, server) })],
    [microversion >= 84, () => ({ details: message })],
  ];
  return Object.assign(
    {
      event: action.event,
      start_time: isoMicros(action.start),
      finish_time: isoMicros(finished),
      result: finished === null ? null : (message ?? 'Success'),
    },
    ...fields.filter(([isSeen]) => isSeen).map(([, field]) => field()),
  ) as object;
}

const TRACE = 'Traceback (most recent call last):\n';

function hostId(host: string | null, { projectId }: Server): string {
  return host === null ? '' : createHash('sha224').update(`${projectId}${host}`).digest('hex');
}
