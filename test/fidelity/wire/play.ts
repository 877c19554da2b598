import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudEntry } from './clouds.ts';
import { send } from './http.ts';
import type { Login, RawAnswer } from './http.ts';
import { namesOf } from './names.ts';
import { literalsOf, normalise, text } from './normalise.ts';
import type { Names } from './normalise.ts';
import { settle } from './people.ts';
import type { People } from './people.ts';
import { fill, valueAt } from './placeholders.ts';
import type { Session, Step } from './step.ts';
import { step } from './step.ts';

/** What a step got for an answer, without what differs from run to run. */
export interface Recorded {
  readonly call: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** By the steps' names. */
export type Recording = Readonly<Record<string, Recorded>>;

export interface PlayOptions {
  readonly pollMs: number;
  /** How long a step may wait for what it waits for. */
  readonly patienceMs?: number;
  /** Goes on where a step that prepares fails: what follows will differ. */
  readonly lenient?: boolean;
}

/** Plays a session in a cloud, and removes all that it made. @throws Error where a step that prepares fails */
export async function play(
  entry: CloudEntry,
  session: Session,
  options: PlayOptions,
): Promise<Recording> {
  const people = await settle(entry);
  const values: Record<string, string> = { ...people.values, region: entry.region_name };
  const literals = literalsOf(session.steps);
  const recording: Record<string, Recorded> = {};
  const undos: Step[] = [];
  const stage = { people, values, options };
  try {
    for (const each of session.steps) {
      const answer = await perform(each, stage).catch((error: unknown) => {
        throw new Error(each.name, { cause: error });
      });
      if (each.undo !== undefined && answer.status < 400) undos.push(undoOf(each, values));
      if (each.silent === true) {
        if (answer.status < 400 || options.lenient === true) continue;
        throw new Error(`${each.name}: ${answer.status} ${JSON.stringify(answer.body)}`);
      }
      recording[each.name] = record(each, answer, {
        known: namesOf(people.logins.admin, values),
        literals,
      });
    }
  } finally {
    for (const each of undos.toReversed()) await undo(each, stage);
    await people.remove();
  }
  return recording;
}

/** One cloud, with the people and the values of a play. */
export interface Stage {
  readonly people: People;
  readonly values: Record<string, string>;
  readonly options: PlayOptions;
}

/** Sends a step's call, again and again where it waits for something, and keeps what it is to keep. */
export async function perform(given: Step, { people, values, options }: Stage): Promise<RawAnswer> {
  const filled = fill(given, values);
  const person = given.as ?? 'admin';
  const deadline = Date.now() + (options.patienceMs ?? 120_000);
  for (;;) {
    const answer = await send(people.logins[person], filled, { anonymous: person === 'nobody' });
    if (isAwaited(filled, answer) || Date.now() > deadline) {
      keep(given, answer, values);
      return answer;
    }
    await sleep(options.pollMs);
  }
}

function isAwaited({ until }: Step, answer: RawAnswer): boolean {
  if (until === undefined) return true;
  if ('status' in until) return answer.status === until.status;
  return until.is.includes(valueAt(answer, until.at));
}

function keep({ keep: wanted = {} }: Step, answer: RawAnswer, values: Record<string, string>) {
  for (const [name, at] of Object.entries(wanted)) {
    const value = valueAt(answer, at);
    if (typeof value === 'string') values[name] = value;
  }
}

export function undoOf(done: Step, values: Readonly<Record<string, string>>): Step {
  const { undo: how = '', service, as = 'admin' } = done;
  const call = typeof how === 'string' ? `${service} DELETE ${how}` : how.call;
  const body = typeof how === 'string' ? undefined : how.body;
  return fill(step(`undo ${done.name}`, call, { as, body }), values);
}

/** Things that are still there when their DELETE is answered. */
const SLOW = /^\/(servers|volumes|snapshots)\/[^/]+$/;

/** Whatever has become of it meanwhile. */
export async function undo(call: Step, { people, options }: Stage): Promise<void> {
  const login: Login = people.logins[call.as ?? 'admin'];
  await send(login, call);
  if (call.method !== 'DELETE' || !SLOW.test(call.path)) return;
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const { status } = await send(login, { ...call, method: 'GET' });
    if (status >= 400) return;
    await sleep(options.pollMs);
  }
}

/** Of transport, not of the service. */
const TRANSPORT = [
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
];

export function record(given: Step, { status, headers, body }: RawAnswer, names: Names): Recorded {
  const kept = Object.entries(headers)
    .filter(([name]) => !TRANSPORT.includes(name))
    .map(([name, value]) => [name, text(value, name, names)] as const);
  return {
    call: `${given.method} ${given.path}`,
    status,
    headers: Object.fromEntries(kept),
    ...(body === undefined ? {} : { body: normalise(body, names, given) }),
  };
}
