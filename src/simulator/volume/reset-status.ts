import { checkBody, isObject } from '../compute/schema.ts';
import { repr } from '../python.ts';
import type { Answer, Call } from '../http/call.ts';
import { Refusal } from '../http/refusal.ts';
import { detachAll } from './attachment-life.ts';
import { done, needAdmin } from './door.ts';
import { volumeOf } from './find.ts';
import { change } from './state.ts';
import type { Store } from './state.ts';
import { words, idIn } from './read.ts';

const STATES = {
  status: {
    of: 'Volume status',
    words: words(
      'creating available deleting error error_deleting error_managing managing attaching in-use detaching maintenance restoring-backup error_restoring reserved awaiting-transfer backing-up error_backing-up error_extending downloading uploading retyping extending',
    ),
    brackets: ['(', ')'],
  },
  attach_status: {
    of: 'Volume attach status',
    words: ['attached', 'detached'],
    brackets: ['[', ']'],
  },
  migration_status: {
    of: 'Volume migration status',
    words: ['migrating', 'error', 'success', 'completing', 'none', 'starting'],
    brackets: ['(', ')'],
  },
} as const;

type Key = keyof typeof STATES;

/** An administrator says in what state a volume is. @throws Refusal 400 */
export function resetStatus(store: Store, call: Call): Answer {
  const asked = statesIn(call);
  const volume = volumeOf(store, { ...call.token, isAdmin: true }, idIn(call));
  needAdmin(call, 'volume_extension:volume_admin_actions:reset_status');
  const { status, attach_status: attachStatus, migration_status: migration } = asked;
  if (status === 'deleting') throw new Refusal(400, `Cannot reset-state to ${status}`);
  if (status === 'in-use' && volume.attachments.size === 0) {
    throw new Refusal(
      400,
      'Cannot reset-state to in-use because volume does not have any attachments.',
    );
  }
  if (attachStatus === 'detached') detachAll(store, volume);
  change(store, volume, {
    ...(status === undefined ? {} : { status }),
    ...(attachStatus === undefined ? {} : { attachStatus }),
    ...(migration === undefined
      ? {}
      : { migrationStatus: migration === 'none' ? null : migration }),
  });
  return done(202);
}

function statesIn({ json }: Call): Partial<Record<Key, string>> {
  const body = checkBody(
    {
      type: 'object',
      properties: { 'os-reset_status': { type: 'object' } },
      required: ['os-reset_status'],
    },
    json,
  )['os-reset_status'];
  const given = isObject(body) ? body : {};
  const keys: readonly Key[] = ['status', 'attach_status', 'migration_status'];
  if (keys.every((key) => !given[key])) {
    throw new Refusal(
      400,
      "Must specify 'status', 'attach_status' or 'migration_status' for update.",
    );
  }
  return Object.fromEntries(
    keys.filter((key) => given[key]).map((key) => [key, stateFrom(key, given[key])]),
  );
}

function stateFrom(key: Key, value: unknown): string {
  const { of, words, brackets } = STATES[key];
  const state = String(value).toLowerCase();
  if ((words as readonly string[]).includes(state)) return state;
  const [open, close] = brackets;
  throw new Refusal(
    400,
    `${of}: ${String(value)} is invalid, valid statuses are: ${open}${words.map(repr).join(', ')}${close}.`,
  );
}
