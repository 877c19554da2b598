import { Refusal } from '../http/refusal.ts';
import type { Answer, Call, Route } from '../http/call.ts';
import { at } from './door.ts';
import { limitOf } from './quota.ts';
import { recordAt } from './read.ts';
import { checkBody } from './schema.ts';
import { checkLock, findServer } from './servers.ts';
import type { Nova, Server } from './state.ts';
import { touch } from './tasks.ts';
import * as types from './types.ts';

const CHANGEABLE = ['active', 'paused', 'suspended', 'stopped'];

/** Compute API «Server metadata». */
export function metadataRoutes(nova: Nova): Route[] {
  const path = '/servers/:id/metadata';
  const whole = types.only('metadata', types.metadata);
  return [
    at('GET', path, (call) => answer('metadata', findServer(nova, call).metadata)),
    at('POST', path, (call) => {
      const added = recordAt(checkBody(whole, call.json), 'metadata');
      return change(nova, call, (before) => ({ ...before, ...added }));
    }),
    at('PUT', path, (call) => {
      const wanted = recordAt(checkBody(whole, call.json), 'metadata');
      return change(nova, call, () => wanted);
    }),
    at('GET', `${path}/:key`, (call) => {
      const key = keyOf(call);
      return answer('meta', { [key]: valueOf(findServer(nova, call), key) });
    }),
    at('PUT', `${path}/:key`, (call) => {
      const key = keyOf(call);
      const meta = recordAt(
        checkBody(types.only('meta', { ...types.metadata, maxProperties: 1 }), call.json),
        'meta',
      );
      if (!(key in meta)) throw new Refusal(400, 'Request body and URI mismatch');
      change(nova, call, (before) => ({ ...before, ...meta }));
      return answer('meta', meta);
    }),
    at('DELETE', `${path}/:key`, (call) => {
      const key = keyOf(call);
      valueOf(findServer(nova, call), key);
      change(nova, call, (before) =>
        Object.fromEntries(Object.entries(before).filter(([name]) => name !== key)),
      );
      return { status: 204 };
    }),
  ];
}

function keyOf({ params }: Call): string {
  return params['key'] ?? '';
}

function answer(key: string, metadata: Readonly<Record<string, string>>): Answer {
  return { status: 200, body: { [key]: metadata } };
}

function valueOf({ metadata }: Server, key: string): string {
  const value = metadata[key];
  if (value !== undefined) return value;
  throw new Refusal(404, 'Metadata item was not found');
}

/** @throws Refusal 403, 404, 409 */
function change(
  nova: Nova,
  call: Call,
  to: (before: Readonly<Record<string, string>>) => Record<string, string>,
): Answer {
  const server = findServer(nova, call);
  checkLock(server, call);
  if (!CHANGEABLE.includes(server.vmState)) {
    throw new Refusal(
      409,
      `Cannot 'update metadata' instance ${server.id} while it is in vm_state ${server.vmState}`,
    );
  }
  const metadata = to(server.metadata);
  const limit = limitOf(nova, 'metadata_items', server.projectId);
  if (limit >= 0 && Object.keys(metadata).length > limit) {
    throw new Refusal(403, `Maximum number of metadata items exceeds ${limit}`);
  }
  server.metadata = metadata;
  touch(nova, server);
  return answer('metadata', metadata);
}
