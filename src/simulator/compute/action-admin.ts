import { Refusal } from '../http/refusal.ts';
import type { Action, Asked } from './action-rules.ts';
import { consoleOf } from './console.ts';
import { denied } from './door.ts';
import { textAt } from './read.ts';
import { release } from './release.ts';
import type { Schema } from './schema.ts';
import { endAction, recordAction, startTask, touch } from './tasks.ts';
import { exactly, text } from './types.ts';

function lockSchema(microversion: number): Schema {
  if (microversion < 73) return {};
  return {
    type: ['object', 'null'],
    properties: { locked_reason: { type: 'string', minLength: 1, maxLength: 255 } },
    additionalProperties: false,
  };
}

/** An owner does not change a lock that is there; an admin of another project does, and leaves its reason unless there is a new one. */
function lock({ nova, call, server, given }: Asked): void {
  const isOwner = call.token.projectId === server.projectId;
  if (server.locked !== null && isOwner) return;
  done({ nova, call, server, given }, 'lock');
  server.locked = isOwner ? 'owner' : 'admin';
  const reason = call.microversion >= 73 ? textAt(given, 'locked_reason') : undefined;
  server.lockedReason = reason ?? server.lockedReason;
}

function unlock(asked: Asked): void {
  const { call, server } = asked;
  if (server.locked === 'admin' && !call.token.isAdmin) {
    throw denied('os-lock-server:unlock:unlock_override');
  }
  done(asked, 'unlock');
  server.locked = null;
  server.lockedReason = null;
}

/** An action that is over when it is answered. */
function done({ nova, call, server }: Asked, action: string): void {
  endAction(nova, recordAction(nova, call, server, { action, event: `api_${action}` }));
  touch(nova, server);
}

function resetState(asked: Asked): void {
  const { server, given } = asked;
  done(asked, 'resetState');
  server.vmState = given['state'] === 'active' ? 'active' : 'error';
  server.taskState = null;
  server.taskNumber += 1;
}

function forceDelete({ nova, call, server }: Asked): void {
  startTask(nova, call, server, {
    action: 'delete',
    event: 'compute_terminate_instance',
    state: 'deleting',
    seconds: 1,
    end: () => release(nova, server),
  });
}

const length: Schema = {
  type: ['integer', 'string', 'null'],
  pattern: '^-?[0-9]+$',
  minimum: -1,
};

export const adminActions: Readonly<Record<string, Action>> = {
  lock: { schema: lockSchema, act: lock },
  unlock: { act: unlock },
  'os-resetState': {
    schema: exactly({ state: { type: 'string', enum: ['active', 'error'] } }, ['state']),
    adminPolicy: 'os-admin-actions:reset_state',
    act: resetState,
  },
  forceDelete: { minds: 'lock', act: forceDelete },
  restore: {
    minds: 'lock',
    from: ['soft-delete'],
    act: ({ server }) => {
      server.vmState = 'active';
    },
  },
  changePassword: {
    schema: exactly({ adminPass: text }, ['adminPass']),
    minds: 'lock',
    from: ['active'],
    act({ nova, call, server }) {
      startTask(nova, call, server, {
        action: 'changePassword',
        event: 'compute_set_admin_password',
        state: 'updating_password',
        seconds: 0.5,
        end: () => undefined,
      });
    },
  },
  'os-getConsoleOutput': {
    schema: exactly({ length }),
    needsHost: true,
    act({ server, given }) {
      if (server.powerState === 0) {
        throw new Refusal(404, 'Guest does not have a console available.');
      }
      const lines = given['length'] === undefined ? undefined : Number(given['length']);
      return { status: 200, body: { output: consoleOf(server, lines) } };
    },
  },
};
