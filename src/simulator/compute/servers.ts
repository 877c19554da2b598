import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { createServers } from './create.ts';
import { at } from './door.ts';
import { objectAt, textAt } from './read.ts';
import { release } from './release.ts';
import { checkBody } from './schema.ts';
import type { Schema } from './schema.ts';
import { listServers } from './server-list.ts';
import { wholeServer } from './server-view.ts';
import type { Nova, Server } from './state.ts';
import { startTask, touch } from './tasks.ts';
import * as types from './types.ts';

/** Compute API «Servers». */
export function serverRoutes(nova: Nova): Route[] {
  return [
    at('GET', '/servers', (call) => listServers(nova, call, false)),
    at('GET', '/servers/detail', (call) => listServers(nova, call, true)),
    at('POST', '/servers', (call) => createServers(nova, call)),
    at('GET', '/servers/:id', (call) => {
      const server = findServer(nova, call);
      const shown = { all: true, keyName: true, groups: true };
      return { status: 200, body: { server: wholeServer(nova, call, server, shown) } };
    }),
    at('PUT', '/servers/:id', (call) => update(nova, call)),
    at('DELETE', '/servers/:id', (call) => remove(nova, call)),
  ];
}

/** The server of the path. @throws Refusal 404 where it is not there, or another project's */
export function findServer(
  { servers }: Nova,
  { token, params }: Call,
  why = 'could not be found',
): Server {
  const id = params['id'] ?? '';
  const server = servers.get(id);
  if (server !== undefined && (token.isAdmin || server.projectId === token.projectId)) {
    return server;
  }
  throw new Refusal(404, `Instance ${id} ${why}.`);
}

/** @throws Refusal 409 for all but admins */
export function checkLock(server: Server, { token }: Call): void {
  if (server.locked === null || token.isAdmin) return;
  throw new Refusal(409, `Instance ${server.id} is locked`);
}

function updateSchema(microversion: number): Schema {
  return types.only(
    'server',
    types.exactly({
      name: types.name,
      'OS-DCF:diskConfig': types.diskConfig,
      accessIPv4: { type: 'string', format: 'ipv4' },
      accessIPv6: { type: 'string', format: 'ipv6' },
      ...(microversion >= 19 ? { description: types.description } : {}),
      ...(microversion >= 90 ? { hostname: types.hostname } : {}),
    }),
  );
}

function update(nova: Nova, call: Call): Answer {
  const given = objectAt(checkBody(updateSchema(call.microversion), call.json), 'server');
  const server = findServer(nova, call);
  if (typeof given['name'] === 'string') server.name = given['name'].trim();
  if ('description' in given) server.description = textAt(given, 'description') ?? null;
  server.hostname = textAt(given, 'hostname') ?? server.hostname;
  server.accessIPv4 = textAt(given, 'accessIPv4') ?? server.accessIPv4;
  server.accessIPv6 = textAt(given, 'accessIPv6') ?? server.accessIPv6;
  if (given['OS-DCF:diskConfig'] !== undefined) {
    server.diskConfig = given['OS-DCF:diskConfig'] === 'AUTO' ? 'AUTO' : 'MANUAL';
  }
  touch(nova, server);
  const all = call.microversion >= 75;
  const shown = { all, keyName: all, groups: true };
  return { status: 200, body: { server: wholeServer(nova, call, server, shown) } };
}

function remove(nova: Nova, call: Call): Answer {
  const server = findServer(nova, call);
  checkLock(server, call);
  removeServer(nova, call, server);
  return { status: 204 };
}

const DELETE_S = 1;

/** Deletes a server in its time, whatever else is under way; one that is being deleted goes on. */
function removeServer(nova: Nova, call: Call, server: Server): void {
  if (server.taskState === 'deleting') return;
  if (server.host === null && server.vmState === 'building') {
    release(nova, server);
    return;
  }
  startTask(nova, call, server, {
    action: 'delete',
    event: 'compute_terminate_instance',
    state: 'deleting',
    seconds: DELETE_S,
    end: () => release(nova, server),
  });
}
